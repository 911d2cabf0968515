/// Submitted queries kept as objects in the store.
@NullMarked
package dev.tarn.query.stored;

import org.jspecify.annotations.NullMarked;
