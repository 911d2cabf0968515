/// A real S3 server for tests and benchmarks, in a process of its own.
@NullMarked
package dev.tarn.s3server;

import org.jspecify.annotations.NullMarked;
