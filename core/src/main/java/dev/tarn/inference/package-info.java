/// Proposing a dataset's definition from a sample of its records.
@NullMarked
package dev.tarn.inference;

import org.jspecify.annotations.NullMarked;
