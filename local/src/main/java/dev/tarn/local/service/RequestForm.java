package dev.tarn.local.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The form that the query protocol of AWS sends: `List.member.1.Field=value`.
record RequestForm(Map<String, String> fields) {
  RequestForm {
    fields = Map.copyOf(fields);
  }

  /// Throws [IllegalArgumentException] for what is no form.
  static RequestForm read(byte[] body) {
    Map<String, String> fields = new HashMap<>();
    for (String pair : new String(body, UTF_8).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException("the body is no form");
      }
      fields.put(
          URLDecoder.decode(pair.substring(0, equals), UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), UTF_8));
    }
    return new RequestForm(fields);
  }

  /// The field, empty where there is none.
  String text(String name) {
    return fields.getOrDefault(name, "");
  }

  Instant time(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + " is '" + text(name) + "'", e);
    }
  }

  /// The prefixes of the members of `list` that have `field`.
  List<String> members(String list, String field) {
    List<String> members = new ArrayList<>();
    for (int i = 1; fields.containsKey(list + ".member." + i + "." + field); i++) {
      members.add(list + ".member." + i + ".");
    }
    return members;
  }

  /// The dimensions below `prefix`, by name.
  Map<String, String> dimensions(String prefix) {
    Map<String, String> dimensions = new HashMap<>();
    for (String dimension : members(prefix + "Dimensions", "Name")) {
      dimensions.put(text(dimension + "Name"), text(dimension + "Value"));
    }
    return dimensions;
  }
}
