/// Uploads as jobs, and the door through which the store tells of their files.
@NullMarked
package dev.tarn.ingest.upload;

import org.jspecify.annotations.NullMarked;
