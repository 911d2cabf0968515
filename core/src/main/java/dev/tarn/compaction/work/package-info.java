/// Compaction as a job.
@NullMarked
package dev.tarn.compaction.work;

import org.jspecify.annotations.NullMarked;
