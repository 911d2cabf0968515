/// Strict reading of JSON bodies, and problem documents.
@NullMarked
package dev.tarn.api.json;

import org.jspecify.annotations.NullMarked;
