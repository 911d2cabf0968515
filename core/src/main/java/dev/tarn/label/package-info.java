/// The words that constants have in requests, answers and keys.
@NullMarked
package dev.tarn.label;

import org.jspecify.annotations.NullMarked;
