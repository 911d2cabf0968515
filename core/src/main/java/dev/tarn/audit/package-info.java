/// Comparing a dataset's table with the store: what is missing, damaged, or left behind.
@NullMarked
package dev.tarn.audit;

import org.jspecify.annotations.NullMarked;
