package dev.tarn.api.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.access.Principal;
import dev.tarn.api.json.RequestBody;
import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.ColumnFilter;
import dev.tarn.query.EngineChoice;
import dev.tarn.query.Query;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.WarehouseQuerying;
import dev.tarn.table.SnapshotTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/query`, read strictly.
///
/// @param limits the function's own, narrowed to what the body asks for
/// @param engine what is to run it
/// @param asked the time that the body asks for
record QueryBody(Query query, QueryLimits limits, EngineChoice engine, Optional<Duration> asked) {
  private static final int MAX_PARAMETERS = 1_000;
  private static final int MAX_CONDITIONS = 100;
  private static final List<String> FIELDS =
      List.of(
          "sql",
          "parameters",
          "asOf",
          "from",
          "to",
          "filters",
          "timeoutSeconds",
          "maxBytes",
          "engine");

  /// Throws [Problem.MalformedRequest], with a pointer, where the body does not fit the contract.
  static QueryBody read(Principal reader, byte[] json, QueryLimits most, QueryEngines engines) {
    RequestBody body = RequestBody.read(json, FIELDS);
    Query query =
        new Query(
            reader,
            body.text("sql")
                .orElseThrow(() -> refused("/sql", "sql must be a string that holds one SELECT")),
            parameters(body.node("parameters")),
            asOf(body.node("asOf")),
            body.instant("from"),
            body.instant("to"),
            filters(body.node("filters")));
    EngineChoice engine =
        body.parsed("engine", EngineChoice::parse, EngineChoice.LABELS)
            .orElseGet(engines::otherwise);
    Optional<Duration> asked = time(body, most.time(), engine, engines);
    return new QueryBody(
        query,
        limits(body, asked.filter(time -> time.compareTo(most.time()) < 0), most),
        engine,
        asked);
  }

  /// A query that another engine may run may take as long as that takes.
  private static Optional<Duration> time(
      RequestBody body, Duration own, EngineChoice engine, QueryEngines engines) {
    Duration most =
        switch (engine) {
          case DUCKDB -> own;
          case ATHENA -> engines.warehouse().map(WarehouseQuerying::time).orElse(own);
          case AUTO ->
              engines
                  .warehouse()
                  .map(WarehouseQuerying::time)
                  .filter(time -> time.compareTo(own) > 0)
                  .orElse(own);
        };
    return body.node("timeoutSeconds").isMissingNode()
        ? Optional.empty()
        : Optional.of(Duration.ofSeconds(whole(body, "timeoutSeconds", 1, most.toSeconds())));
  }

  private static QueryLimits limits(RequestBody body, Optional<Duration> time, QueryLimits most) {
    long maxBytes = whole(body, "maxBytes", most.maxBytes(), Long.MAX_VALUE);
    return new QueryLimits(
        time.orElse(most.time()),
        Math.min(maxBytes, most.maxBytes()),
        most.memoryBytes(),
        most.threads(),
        most.temporaryBytes(),
        most.resultRows(),
        most.resultBytes());
  }

  private static List<@Nullable Object> parameters(JsonNode node) {
    List<@Nullable Object> parameters = new ArrayList<>();
    if (node.isMissingNode()) {
      return parameters;
    }
    if (!node.isArray() || node.size() > MAX_PARAMETERS) {
      throw refused(
          "/parameters", "parameters must be an array of at most " + MAX_PARAMETERS + " values");
    }
    for (JsonNode value : node) {
      parameters.add(parameter(value, "/parameters/" + parameters.size()));
    }
    return parameters;
  }

  private static @Nullable Object parameter(JsonNode value, String pointer) {
    return switch (value.getNodeType()) {
      case NULL -> null;
      case BOOLEAN -> value.asBoolean();
      case STRING -> value.asText();
      case NUMBER ->
          value.isIntegralNumber() && value.canConvertToLong()
              ? (Object) value.longValue()
              : value.decimalValue();
      case ARRAY, OBJECT, BINARY, MISSING, POJO ->
          throw refused(pointer, "a parameter is a boolean, a number, a string or null");
    };
  }

  private static Map<DatasetName, SnapshotTime> asOf(JsonNode node) {
    Map<DatasetName, SnapshotTime> times = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : object(node, "asOf").entrySet()) {
      String pointer = pointer("asOf", entry.getKey());
      JsonNode value = entry.getValue();
      times.put(
          dataset(entry.getKey(), pointer),
          value.isIntegralNumber() && value.canConvertToLong()
              ? new SnapshotTime.AtVersion(value.longValue())
              : new SnapshotTime.AtInstant(instant(value, pointer)));
    }
    return times;
  }

  private static Map<DatasetName, List<ColumnFilter>> filters(JsonNode node) {
    Map<DatasetName, List<ColumnFilter>> filters = new LinkedHashMap<>();
    int conditions = 0;
    for (Map.Entry<String, JsonNode> dataset : object(node, "filters").entrySet()) {
      List<ColumnFilter> ofDataset = new ArrayList<>();
      String pointer = pointer("filters", dataset.getKey());
      for (Map.Entry<String, JsonNode> column :
          object(dataset.getValue(), pointer.substring(1)).entrySet()) {
        String place = pointer + pointer(column.getKey());
        if (!column.getValue().isTextual()) {
          throw refused(place, "a condition is a string such as \"gte.5\"");
        }
        if (++conditions > MAX_CONDITIONS) {
          throw refused(place, "a query has at most " + MAX_CONDITIONS + " conditions");
        }
        ofDataset.add(new ColumnFilter(column.getKey(), column.getValue().asText(), place));
      }
      filters.put(dataset(dataset.getKey(), pointer), ofDataset);
    }
    return filters;
  }

  private static Map<String, JsonNode> object(JsonNode node, String field) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    if (node.isMissingNode()) {
      return entries;
    }
    if (!node.isObject()) {
      throw refused("/" + field, field + " must be an object");
    }
    node.properties().forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
    return entries;
  }

  private static DatasetName dataset(String text, String pointer) {
    return DatasetName.parse(text)
        .orElseThrow(
            () -> refused(pointer, "'" + text + "' is no dataset name: " + DatasetName.PATTERN));
  }

  private static Instant instant(JsonNode node, String pointer) {
    if (node.isTextual()) {
      try {
        return OffsetDateTime.parse(node.asText()).toInstant();
      } catch (DateTimeException e) {
        throw refused(pointer, "'" + node.asText() + "' is no ISO 8601 time with Z or an offset");
      }
    }
    throw refused(pointer, "a time is a string in ISO 8601 with Z or an offset");
  }

  private static long whole(RequestBody body, String field, long otherwise, long most) {
    JsonNode node = body.node(field);
    if (node.isMissingNode()) {
      return otherwise;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < 1
        || node.longValue() > most) {
      throw refused("/" + field, field + " must be a whole number from 1 to " + most);
    }
    return node.longValue();
  }

  private static String pointer(String... segments) {
    StringBuilder pointer = new StringBuilder();
    for (String segment : segments) {
      pointer.append('/').append(segment.replace("~", "~0").replace("/", "~1"));
    }
    return pointer.toString();
  }

  private static ProblemException refused(String pointer, String detail) {
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer(pointer))).exception();
  }
}
