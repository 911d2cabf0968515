package dev.tarn.benchmarks;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.avro.Schema;

/// Records such as a fleet of devices sends: who, when, where, some measurements of a few decimals,
/// a status, and a message now and then. The same for the same seed.
public final class Telemetry {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final String[] STATUSES = {"OK", "OK", "OK", "OK", "DEGRADED", "FAULT"};
  private static final int DEVICES = 1_000;
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Telemetry", "namespace": "dev.tarn.benchmarks", "fields": [
        {"name": "device_id", "type": "string"},
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "sequence", "type": "long"},
        {"name": "temperature", "type": "double"},
        {"name": "humidity", "type": ["null", "double"], "default": null},
        {"name": "pressure", "type": "double"},
        {"name": "battery", "type": "float"},
        {"name": "rssi", "type": "int"},
        {"name": "charging", "type": "boolean"},
        {"name": "status", "type": {"type": "enum", "name": "Status",
          "symbols": ["OK", "DEGRADED", "FAULT"]}},
        {"name": "position", "type": {"type": "record", "name": "Position", "fields": [
          {"name": "lat", "type": "double"},
          {"name": "lon", "type": "double"}]}},
        {"name": "message", "type": ["null", "string"], "default": null}
      ]}
      """;

  private Telemetry() {}

  /// The dataset that the records are of.
  public static DatasetDefinition definition() {
    return new DatasetDefinition(
        new DatasetName("telemetry"),
        new Schema.Parser().parse(SCHEMA),
        "time",
        List.of("device_id"),
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /// The columns as DuckDB's `read_json` takes them.
  static String duckDbColumns() {
    return "{device_id: 'VARCHAR', time: 'TIMESTAMP', sequence: 'BIGINT', temperature: 'DOUBLE',"
        + " humidity: 'DOUBLE', pressure: 'DOUBLE', battery: 'FLOAT', rssi: 'INTEGER',"
        + " charging: 'BOOLEAN', status: 'VARCHAR', position: 'STRUCT(lat DOUBLE, lon DOUBLE)',"
        + " message: 'VARCHAR'}";
  }

  /// `records` records as newline-delimited JSON.
  static byte[] lines(int records, long seed) {
    Random random = new Random(seed);
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < records; i++) {
      int device = random.nextInt(DEVICES);
      lines.append(
          String.format(
              Locale.ROOT,
              "{\"device_id\":\"device-%06d\",\"time\":\"%s\",\"sequence\":%d,"
                  + "\"temperature\":%.2f,",
              device,
              START.plusMillis(i * 37L + random.nextInt(1_000)),
              1_000_000L + i,
              15 + random.nextGaussian() * 8));
      if (random.nextInt(20) > 0) {
        lines.append(String.format(Locale.ROOT, "\"humidity\":%.1f,", random.nextDouble() * 100));
      }
      lines.append(
          String.format(
              Locale.ROOT,
              "\"pressure\":%.2f,\"battery\":%.3f,\"rssi\":%d,\"charging\":%b,\"status\":\"%s\","
                  + "\"position\":{\"lat\":%.6f,\"lon\":%.6f}",
              980 + random.nextDouble() * 60,
              random.nextDouble(),
              -30 - random.nextInt(70),
              random.nextBoolean(),
              STATUSES[random.nextInt(STATUSES.length)],
              47 + device / 1e3 + random.nextInt(100) / 1e6,
              8 + device / 1e3 + random.nextInt(100) / 1e6));
      if (random.nextInt(10) == 0) {
        lines.append(",\"message\":\"sensor ").append(random.nextInt(16)).append(" recovered\"");
      }
      lines.append("}\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
