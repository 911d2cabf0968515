/// Exports: files made of a dataset's rows, to be published.
@NullMarked
package dev.tarn.export;

import org.jspecify.annotations.NullMarked;
