/// Exports: what is written out of a dataset, in which windows, and how it is published.
@NullMarked
package dev.tarn.export;

import org.jspecify.annotations.NullMarked;
