package dev.tarn.engine;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random records as clients post them, of three versions of one schema, and the same as a plain
/// DuckDB reads them.
final class RandomEvents {
  /// How many versions of the schema there are.
  static final int VERSIONS = 3;

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int DAYS = 4;

  private final Random random;
  private final boolean dense;
  private int next;

  /// @param dense with many equal values, so that joins find partners
  RandomEvents(long seed, boolean dense) {
    random = new Random(seed);
    this.dense = dense;
  }

  /// The fields of the schema's `version`, from 1: the second adds fields, with and without
  /// defaults, and one within a record; the third widens numbers.
  static String fields(int version) {
    String label =
        version < 2
            ? ""
            : """
            ,{"name": "label", "type": ["null", "string"], "default": null},
             {"name": "level", "type": "int", "default": 3}\
            """;
    String added =
        version < 2
            ? ""
            : """
            ,{"name": "added", "type": ["null", "long"], "default": null},
             {"name": "mark", "type": "string", "default": "none"}\
            """;
    return """
    {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
    {"name": "id", "type": "long"},
    {"name": "n", "type": ["null", "%s"], "default": null},
    {"name": "real", "type": ["null", "double"], "default": null},
    {"name": "single", "type": "%s"},
    {"name": "net", "type": ["null", "string"], "default": null},
    {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["x", "y", "z"]}},
    {"name": "ok", "type": ["null", "boolean"], "default": null},
    {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null},
    {"name": "alarm", "type": {"type": "int", "logicalType": "time-millis"}},
    {"name": "clock", "type": ["null", {"type": "long", "logicalType": "time-micros"}], "default": null},
    {"name": "price", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}], "default": null},
    {"name": "device", "type": {"type": "string", "logicalType": "uuid"}},
    {"name": "raw", "type": ["null", "bytes"], "default": null},
    {"name": "tags", "type": {"type": "array", "items": "string"}},
    {"name": "counts", "type": {"type": "map", "values": "long"}},
    {"name": "p", "type": ["null", {"type": "record", "name": "P", "fields": [
      {"name": "x", "type": "int"},
      {"name": "deep", "type": {"type": "record", "name": "Q", "fields": [
        {"name": "name", "type": ["null", "string"], "default": null}]}}%s]}], "default": null}%s
    """
        .formatted(version < 3 ? "int" : "long", version < 3 ? "float" : "double", label, added);
  }

  /// The columns of a plain table of all versions' records.
  static String columns() {
    return """
    time TIMESTAMPTZ, id BIGINT, n BIGINT, real DOUBLE, single DOUBLE, net VARCHAR, kind VARCHAR,
    ok BOOLEAN, day DATE, alarm TIME, clock TIME, price DECIMAL(9, 2), device UUID, raw BLOB,
    tags VARCHAR[], counts MAP(VARCHAR, BIGINT),
    p STRUCT(x INTEGER, deep STRUCT(name VARCHAR), label VARCHAR, level INTEGER),
    added BIGINT, mark VARCHAR, event_date DATE
    """;
  }

  /// Reads `file`, of records of `version`, as rows of [#columns].
  static String rows(String file, int version) {
    boolean first = version < 2;
    return """
    SELECT time, id, n, real, single, net, kind, ok, day, alarm, clock, price, device,
           from_base64(raw), tags, counts,
           CASE WHEN p IS NOT NULL THEN {'x': p.x, 'deep': p.deep, 'label': %s, 'level': %s} END,
           %s, %s, CAST(time AS DATE)
    FROM read_json('%s', format = 'newline_delimited', columns = {
      time: 'TIMESTAMPTZ', id: 'BIGINT', n: 'BIGINT', real: 'DOUBLE', single: '%s',
      net: 'VARCHAR', kind: 'VARCHAR', ok: 'BOOLEAN', day: 'DATE', alarm: 'TIME', clock: 'TIME',
      price: 'DECIMAL(9, 2)', device: 'UUID', raw: 'VARCHAR', tags: 'VARCHAR[]',
      counts: 'MAP(VARCHAR, BIGINT)',
      p: 'STRUCT(x INTEGER, deep STRUCT(name VARCHAR)%s)'%s})
    """
        .formatted(
            first ? "NULL::VARCHAR" : "p.label",
            first ? "3" : "coalesce(p.level, 3)",
            first ? "NULL" : "added",
            first ? "'none'" : "coalesce(mark, 'none')",
            file,
            version < 3 ? "FLOAT" : "DOUBLE",
            first ? "" : ", label VARCHAR, level INTEGER",
            first ? "" : ", added: 'BIGINT', mark: 'VARCHAR'");
  }

  /// `count` records of `version`, a line each.
  String lines(int version, int count) {
    // What comes together is alike, so that statistics tell files and row groups apart.
    int base = random.nextInt(8);
    return IntStream.range(0, count)
        .mapToObj(i -> record(version, base))
        .collect(Collectors.joining("\n"));
  }

  private String record(int version, int base) {
    int id = dense ? random.nextInt(200) : next++;
    Instant time =
        START
            .plusSeconds(random.nextInt(DAYS * 24 * 60) * 60L)
            .plusNanos(random.nextInt(3) * 1000L);
    StringBuilder record =
        new StringBuilder("{\"time\": \"").append(time).append("\", \"id\": ").append(id);
    optional(record, "n", Integer.toString(base * 100 + random.nextInt(200) - 300));
    optional(record, "real", real(base));
    field(record, "single", Double.toString(random.nextInt(400) / 8.0));
    optional(record, "net", text(pick("n", "m", "é", "𝄞", "") + (base + random.nextInt(3))));
    field(record, "kind", text(pick("x", "y", "z")));
    optional(record, "ok", Boolean.toString(random.nextBoolean()));
    optional(record, "day", text("2026-01-%02d".formatted(1 + base + random.nextInt(4))));
    field(
        record,
        "alarm",
        text("%02d:%02d:00.%03d".formatted(random.nextInt(24), base, random.nextInt(1000))));
    optional(
        record, "clock", text("%02d:00:00.%06d".formatted(random.nextInt(24), random.nextInt(9))));
    optional(
        record,
        "price",
        text("%d.%02d".formatted(base * 10 + random.nextInt(20) - 30, random.nextInt(100))));
    field(record, "device", text(new UUID(random.nextInt(4) << 30, base).toString()));
    optional(
        record,
        "raw",
        text(Base64.getEncoder().encodeToString(new byte[] {(byte) random.nextInt(256), 1})));
    field(
        record,
        "tags",
        IntStream.range(0, random.nextInt(4))
            .mapToObj(i -> text(pick("a", "b", "c")))
            .collect(Collectors.joining(", ", "[", "]")));
    field(record, "counts", random.nextBoolean() ? "{\"k\": " + random.nextInt(9) + "}" : "{}");
    StringBuilder nested = new StringBuilder("{\"x\": ").append(random.nextInt(100));
    field(
        nested,
        "deep",
        random.nextInt(4) == 0 ? "{\"name\": null}" : "{\"name\": \"d" + random.nextInt(9) + "\"}");
    if (version > 1) {
      optional(nested, "label", text("l" + base));
      absent(nested, "level", Integer.toString(random.nextInt(9)));
      optional(record, "added", Integer.toString(base * 50 + random.nextInt(100)));
      absent(record, "mark", text(pick("u", "v", "none")));
    }
    optional(record, "p", nested + "}");
    return record + "}";
  }

  private String real(int base) {
    return switch (random.nextInt(20)) {
      case 0 -> "\"NaN\"";
      case 1 -> "\"Infinity\"";
      case 2 -> "\"-Infinity\"";
      default -> Double.toString((base * 40 + random.nextInt(80) - 100) / 8.0);
    };
  }

  private static void field(StringBuilder record, String name, String value) {
    record.append(", \"").append(name).append("\": ").append(value);
  }

  private void optional(StringBuilder record, String name, String value) {
    if (random.nextInt(5) > 0) {
      field(record, name, value);
    } else if (random.nextBoolean()) {
      field(record, name, "null");
    }
  }

  private void absent(StringBuilder record, String name, String value) {
    if (random.nextInt(3) > 0) {
      field(record, name, value);
    }
  }

  private static String text(String value) {
    return "\"" + value + "\"";
  }

  private String pick(String... from) {
    return List.of(from).get(random.nextInt(from.length));
  }
}
