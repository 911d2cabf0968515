/// An HTTP API gateway in this process: it turns requests into the event documents that Amazon API
/// Gateway sends, calls the functions, and turns their answers back.
@NullMarked
package dev.tarn.local.gateway;

import org.jspecify.annotations.NullMarked;
