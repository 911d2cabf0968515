/// Undoing compression of bytes that others sent, within bounds.
@NullMarked
package dev.tarn.compression;

import org.jspecify.annotations.NullMarked;
