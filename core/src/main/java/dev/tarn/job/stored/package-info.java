/// Jobs kept as objects in the store.
@NullMarked
package dev.tarn.job.stored;

import org.jspecify.annotations.NullMarked;
