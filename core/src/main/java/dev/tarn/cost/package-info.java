/// What a lake costs in a month, reckoned from what is counted of its work.
@NullMarked
package dev.tarn.cost;

import org.jspecify.annotations.NullMarked;
