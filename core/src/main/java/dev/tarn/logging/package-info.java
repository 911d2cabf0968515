/// Logs as lines of JSON, each with the request it belongs to.
@NullMarked
package dev.tarn.logging;

import org.jspecify.annotations.NullMarked;
