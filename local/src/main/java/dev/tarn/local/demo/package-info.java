/// A walk through Tarn with real data, each answer checked.
@NullMarked
package dev.tarn.local.demo;

import org.jspecify.annotations.NullMarked;
