/// Checks that what Tarn writes is what other engines read. Tarn runs as a process of its own, as
/// its users start it, since neither its libraries nor its stand-in for Hadoop may meet Spark's.
@NullMarked
package dev.tarn.interop;

import org.jspecify.annotations.NullMarked;
