@NullMarked
package dev.tarn.record;

import org.jspecify.annotations.NullMarked;
