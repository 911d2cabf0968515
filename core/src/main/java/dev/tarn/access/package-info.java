/// Who asks, what of the lake they may see and change, and how much of it at a time.
@NullMarked
package dev.tarn.access;

import org.jspecify.annotations.NullMarked;
