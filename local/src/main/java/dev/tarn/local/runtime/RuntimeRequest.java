package dev.tarn.local.runtime;

import java.util.Map;
import java.util.Optional;

/// A request to the Runtime API.
///
/// @param headers by their names in lower case
/// @param body as much of it as is taken
/// @param bodyBytes how long it is
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
record RuntimeRequest(
    String method, String path, Map<String, String> headers, byte[] body, long bodyBytes) {
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
