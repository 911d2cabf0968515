@NullMarked
package dev.tarn.inference;

import org.jspecify.annotations.NullMarked;
