/// Typed settings from the environment, checked at start.
@NullMarked
package dev.tarn.configuration;

import org.jspecify.annotations.NullMarked;
