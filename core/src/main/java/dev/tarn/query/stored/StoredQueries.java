package dev.tarn.query.stored;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.query.SubmittedQueries;
import dev.tarn.query.SubmittedQuery;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.PutResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One JSON object a query, at `queries/<id>.json`.
///
/// After a [dev.tarn.store.StoreException] from [#keep] the query may have been kept or not; the
/// same call again finds it.
public final class StoredQueries implements SubmittedQueries {
  /// What the keys of all that is kept of queries start with, their results included.
  public static final String PREFIX = "queries/";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,100}");

  private final ObjectStore store;

  /// Keeps queries in `store`.
  public StoredQueries(ObjectStore store) {
    this.store = store;
  }

  /// Throws [IllegalArgumentException] for an id that is no part of a key.
  @Override
  public SubmittedQuery keep(SubmittedQuery query) {
    if (!ID.matcher(query.id()).matches()) {
      throw new IllegalArgumentException("no id of a query: " + query.id());
    }
    return switch (store.putIfAbsent(key(query.id()), write(query))) {
      case PutResult.Stored _ -> query;
      case PutResult.ConditionFailed _ -> find(query.id()).orElse(query);
    };
  }

  @Override
  public Optional<SubmittedQuery> find(String id) {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(JsonDocument.object(store.get(key(id)).bytes())));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  private static ObjectKey key(String id) {
    return new ObjectKey(PREFIX + id + ".json");
  }

  private static byte[] write(SubmittedQuery query) {
    ObjectNode node = JsonDocument.newObject();
    node.put("id", query.id());
    node.put("startedBy", query.startedBy());
    node.put("startedAt", query.startedAt().toString());
    node.put("time", query.time().toString());
    query.versions().forEach(node.putObject("versions")::put);
    node.put("filesTotal", query.filesTotal());
    node.put("bytesTotal", query.bytesTotal());
    return JsonDocument.bytes(node);
  }

  private static SubmittedQuery read(ObjectNode node) {
    Map<String, Long> versions =
        node.path("versions").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, version -> version.getValue().asLong()));
    return new SubmittedQuery(
        node.path("id").asText(),
        node.path("startedBy").asText(),
        Instant.parse(node.path("startedAt").asText()),
        Duration.parse(node.path("time").asText()),
        versions,
        node.path("filesTotal").asLong(),
        node.path("bytesTotal").asLong());
  }
}
