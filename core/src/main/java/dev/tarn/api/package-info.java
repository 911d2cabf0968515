/// HTTP requests and answers, free of any transport.
@NullMarked
package dev.tarn.api;

import org.jspecify.annotations.NullMarked;
