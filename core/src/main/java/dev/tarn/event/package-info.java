/// The doors of a function that several services invoke.
@NullMarked
package dev.tarn.event;

import org.jspecify.annotations.NullMarked;
