/// Work that is begun before it is asked for.
@NullMarked
package dev.tarn.ahead;

import org.jspecify.annotations.NullMarked;
