/// The functions of the whole backend, wired for one process.
@NullMarked
package dev.tarn.local.backend;

import org.jspecify.annotations.NullMarked;
