@NullMarked
package dev.tarn.local.runtime;

import org.jspecify.annotations.NullMarked;
