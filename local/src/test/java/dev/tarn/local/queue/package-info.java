@NullMarked
package dev.tarn.local.queue;

import org.jspecify.annotations.NullMarked;
