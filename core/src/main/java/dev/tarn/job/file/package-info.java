/// The queue of jobs as files, for a server of one process.
@NullMarked
package dev.tarn.job.file;

import org.jspecify.annotations.NullMarked;
