/// Files of records, cut into batches that can be sent again without doubling anything.
@NullMarked
package dev.tarn.local.batch;

import org.jspecify.annotations.NullMarked;
