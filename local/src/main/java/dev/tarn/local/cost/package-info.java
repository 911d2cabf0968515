/// Estimates of cost as text, for people and for programs.
@NullMarked
package dev.tarn.local.cost;

import org.jspecify.annotations.NullMarked;
