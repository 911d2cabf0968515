/// What is done when it is time.
@NullMarked
package dev.tarn.clock;

import org.jspecify.annotations.NullMarked;
