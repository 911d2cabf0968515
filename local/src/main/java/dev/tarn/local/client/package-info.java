/// A client of Tarn's HTTP API.
@NullMarked
package dev.tarn.local.client;

import org.jspecify.annotations.NullMarked;
