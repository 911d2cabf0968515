/// The versioned table that holds a dataset's records; its adapters in sub-packages.
@NullMarked
package dev.tarn.table;

import org.jspecify.annotations.NullMarked;
