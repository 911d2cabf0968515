package dev.tarn.local.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A question to the sample, and the rows that answer it.
///
/// @param readsFewerFiles whether its WHERE lets files be left unread
/// @param rows computed from the sample by other means than SQL
record DemoQuery(String title, List<String> sql, boolean readsFewerFiles, JsonNode rows) {
  /// The questions of the demo.
  static List<DemoQuery> load() {
    try (InputStream in = DemoQuery.class.getResourceAsStream("queries.json")) {
      List<DemoQuery> queries = new ArrayList<>();
      for (JsonNode query : new JsonMapper().readTree(in)) {
        List<String> lines = new ArrayList<>();
        query.path("sql").forEach(line -> lines.add(line.asText()));
        queries.add(
            new DemoQuery(
                query.path("title").asText(),
                lines,
                query.path("readsFewerFiles").asBoolean(),
                query.path("rows")));
      }
      return queries;
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's queries cannot be read", e);
    }
  }

  /// Asks it.
  ApiAnswer send(ApiClient client) {
    return send(client, String.join("\n", sql));
  }

  /// Asks `sql`.
  static ApiAnswer send(ApiClient client, String sql) {
    return client.sendRepeatedly(
        ApiCall.of(
            "POST",
            "/v1/query",
            "application/json",
            new JsonMapper()
                .createObjectNode()
                .put("sql", sql)
                .toString()
                .getBytes(StandardCharsets.UTF_8)));
  }

  /// How `answered` differs from what is right, or empty if it does not.
  Optional<String> difference(JsonNode answered) {
    if (answered.size() != rows.size()) {
      return Optional.of(answered.size() + " rows instead of " + rows.size());
    }
    for (int i = 0; i < rows.size(); i++) {
      if (!sameRow(rows.get(i), answered.get(i))) {
        return Optional.of(
            "row " + (i + 1) + " is " + answered.get(i) + " instead of " + rows.get(i));
      }
    }
    return Optional.empty();
  }

  private static boolean sameRow(JsonNode right, JsonNode answered) {
    if (right.size() != answered.size()) {
      return false;
    }
    for (int i = 0; i < right.size(); i++) {
      if (!sameValue(right.get(i), answered.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Numbers are compared by value: 6 and 6.0 are the same double.
  private static boolean sameValue(JsonNode right, JsonNode answered) {
    if (right.isNumber() && answered.isNumber()) {
      BigDecimal difference = right.decimalValue().subtract(answered.decimalValue());
      return difference.signum() == 0;
    }
    return right.equals(answered);
  }
}
