/// Expiry as a job.
@NullMarked
package dev.tarn.expiry.work;

import org.jspecify.annotations.NullMarked;
