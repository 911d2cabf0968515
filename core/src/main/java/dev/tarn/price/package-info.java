/// What AWS asks for: the one table of list prices that answers and estimates are made from.
@NullMarked
package dev.tarn.price;

import org.jspecify.annotations.NullMarked;
