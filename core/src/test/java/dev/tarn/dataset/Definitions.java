package dev.tarn.dataset;

import dev.tarn.dataset.json.DefinitionJson;
import java.nio.charset.StandardCharsets;

/// Definitions for tests, written with `'` for `"`.
final class Definitions {
  static final DatasetName NAME = new DatasetName("readings");

  private static final String TIME =
      "{'name':'time','type':{'type':'long','logicalType':'timestamp-micros'}}";

  private Definitions() {}

  /// A definition with the given document.
  static DatasetDefinition of(String document) {
    return DefinitionJson.parseRequest(
        NAME, document.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  /// A definition whose schema has an event time and then `fields`.
  static DatasetDefinition withFields(String... fields) {
    return with("", fields);
  }

  /// The same, with `others` (each begun by a comma) beside the schema and the event time.
  static DatasetDefinition with(String others, String... fields) {
    String all = fields.length == 0 ? TIME : TIME + "," + String.join(",", fields);
    return of(
        "{'schema':{'type':'record','name':'R','fields':[%s]},'eventTime':'time'%s}"
            .formatted(all, others));
  }

  /// A definition whose schema's second field, `f`, has the given type.
  static DatasetDefinition withType(String type) {
    return withFields("{'name':'f','type':%s}".formatted(type));
  }
}
