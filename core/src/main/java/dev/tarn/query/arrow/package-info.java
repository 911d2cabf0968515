/// Results as Arrow streams.
@NullMarked
package dev.tarn.query.arrow;

import org.jspecify.annotations.NullMarked;
