package dev.tarn.record;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/// Definitions for tests.
public final class Datasets {
  private Datasets() {}

  /// A dataset named `readings` with this schema, by its event time `time`.
  public static DatasetDefinition of(Schema schema, String... clusterBy) {
    return new DatasetDefinition(
        new DatasetName("readings"),
        schema,
        "time",
        List.of(clusterBy),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /// A dataset whose records have `time` in microseconds and these fields, each as Avro's JSON has
  /// it.
  public static DatasetDefinition withFields(String... fields) {
    String all =
        "{'name': 'time', 'type': {'type': 'long', 'logicalType': 'timestamp-micros'}}, "
            + String.join(", ", fields);
    return of(
        new Schema.Parser()
            .parse(
                ("{'type': 'record', 'name': 'Reading', 'fields': ["
                        + (fields.length == 0 ? all.substring(0, all.length() - 2) : all)
                        + "]}")
                    .replace('\'', '"')));
  }
}
