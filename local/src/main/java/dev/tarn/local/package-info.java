/// The command line.
@NullMarked
package dev.tarn.local;

import org.jspecify.annotations.NullMarked;
