package dev.tarn.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.BuildVersion;
import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import java.util.Map;
import java.util.TreeMap;

/// Says whether a function can do its work: 200 if the store answers, and the store's failure
/// otherwise.
final class HealthEndpoint implements Endpoint {
  private static final ObjectKey PROBE = new ObjectKey("health");

  private final Operation.Function function;
  private final ObjectStore store;
  private final Map<String, String> versions;

  /// `engines` are the versions of what the function runs besides Tarn and Java, by name.
  HealthEndpoint(Operation.Function function, ObjectStore store, Map<String, String> engines) {
    this.function = function;
    this.store = store;
    this.versions = new TreeMap<>(engines);
    versions.put("tarn", BuildVersion.current().value());
    versions.put("java", Runtime.version().toString());
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    var unusedProbe = store.head(PROBE);
    ObjectNode document = JsonDocument.newObject();
    document.put("status", "ok");
    document.put("function", function.label());
    document.put("store", "reachable");
    versions.forEach(document.putObject("versions")::put);
    return ApiResponse.of(200, "application/json", JsonDocument.bytes(document))
        .with("cache-control", "no-store");
  }
}
