/// Dataset definitions as JSON: what clients send, what is stored, and what they are answered.
@NullMarked
package dev.tarn.dataset.json;

import org.jspecify.annotations.NullMarked;
