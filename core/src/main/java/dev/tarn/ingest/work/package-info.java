/// Trying rejected records again, as a job.
@NullMarked
package dev.tarn.ingest.work;

import org.jspecify.annotations.NullMarked;
