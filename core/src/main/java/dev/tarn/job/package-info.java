/// Work that is done later and once: jobs, the queue that brings them to a worker, and what runs
/// them to their end.
@NullMarked
package dev.tarn.job;

import org.jspecify.annotations.NullMarked;
