/// The datasets of a lake: creating, evolving and describing them.
@NullMarked
package dev.tarn.catalog;

import org.jspecify.annotations.NullMarked;
