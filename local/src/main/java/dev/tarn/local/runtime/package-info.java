/// Functions as Lambda runs them: each from its archive in a JVM of its own, under AWS's runtime
/// client, which asks a Runtime API on this machine for its invocations.
@NullMarked
package dev.tarn.local.runtime;

import org.jspecify.annotations.NullMarked;
