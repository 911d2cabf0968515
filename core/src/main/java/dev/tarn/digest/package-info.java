/// Digests of content.
@NullMarked
package dev.tarn.digest;

import org.jspecify.annotations.NullMarked;
