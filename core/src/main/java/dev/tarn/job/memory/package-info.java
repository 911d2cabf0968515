/// The queue of jobs on the heap, for tests.
@NullMarked
package dev.tarn.job.memory;

import org.jspecify.annotations.NullMarked;
