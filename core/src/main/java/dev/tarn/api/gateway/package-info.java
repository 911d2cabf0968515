/// API Gateway's event documents (HTTP API, payload format 2.0), in and out.
@NullMarked
package dev.tarn.api.gateway;

import org.jspecify.annotations.NullMarked;
