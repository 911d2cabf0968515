/// Objects in memory, for tests and throw-away use.
@NullMarked
package dev.tarn.store.memory;

import org.jspecify.annotations.NullMarked;
