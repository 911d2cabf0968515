/// Schedules of exports kept as objects in the store.
@NullMarked
package dev.tarn.export.stored;

import org.jspecify.annotations.NullMarked;
