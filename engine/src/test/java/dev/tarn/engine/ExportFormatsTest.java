package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.job.JobId;
import dev.tarn.parquet.AvroOracle;
import dev.tarn.parquet.ParquetBack;
import dev.tarn.parquet.PlainRecord;
import dev.tarn.table.SnapshotTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What exports hold against what was ingested, each format read by a reader that is not Tarn's:
/// DuckDB's, Avro's and parquet-avro's.
class ExportFormatsTest {
  private static final int RECORDS = 500;

  private static final String FIELDS =
      """
      , {"name": "text", "type": ["null", "string"], "default": null}
      , {"name": "flag", "type": ["null", "boolean"], "default": null}
      , {"name": "big", "type": "long"}
      , {"name": "ratio", "type": ["null", "double"], "default": null}
      , {"name": "small", "type": "float"}
      , {"name": "amount", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 30, "scale": 4}], "default": null}
      , {"name": "bin", "type": ["null", "bytes"], "default": null}
      , {"name": "day", "type": {"type": "int", "logicalType": "date"}}
      , {"name": "clock", "type": {"type": "long", "logicalType": "time-micros"}}
      , {"name": "seen", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}], "default": null}
      , {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["ON", "OFF"]}}
      , {"name": "uid", "type": {"type": "string", "logicalType": "uuid"}}
      , {"name": "tags", "type": {"type": "array", "items": "string"}}
      , {"name": "attrs", "type": {"type": "map", "values": ["null", "double"]}}
      , {"name": "place", "type": ["null", {"type": "record", "name": "Place", "fields": [
          {"name": "lat", "type": "double"}, {"name": "note", "type": ["null", "string"]}]}], "default": null}
      """;

  /// DuckDB's types of the fields, of those that JSON has as they are.
  private static final String PLAIN =
      "id: 'INTEGER', time: 'TIMESTAMPTZ', text: 'VARCHAR', flag: 'BOOLEAN', big: 'BIGINT', ratio:"
          + " 'DOUBLE', small: 'FLOAT', amount: 'DECIMAL(30,4)', bin: 'VARCHAR', day: 'DATE',"
          + " clock: 'TIME', seen: 'TIMESTAMPTZ', kind: 'VARCHAR', uid: 'VARCHAR'";

  private static final String NESTED =
      ", tags: 'VARCHAR[]', attrs: 'MAP(VARCHAR, DOUBLE)',"
          + " place: 'STRUCT(lat DOUBLE, note VARCHAR)'";

  private static final String COLUMNS =
      "id, time, text, flag, big, ratio, small, amount, %s AS bin, day, clock, seen,"
          + " kind::VARCHAR AS kind, uid::VARCHAR AS uid, %s, %s, %s";

  private static final String AS_JSON_HAS_IT =
      COLUMNS.formatted("from_base64(bin)", "tags", "attrs", "place");

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "plain",
          "a,b;c\t|",
          "\"quoted\" and ''",
          "two\nlines\r\nand more\r",
          "null",
          "NULL",
          "ünï©ødé 漢字 🌍",
          "\\N \\n \\",
          "#comment",
          " leading and trailing ",
          "=1+1",
          "{\"json\": [1]}");

  @TempDir private Path directory;
  private ExportingLake lake;
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void fill() {
    lake = new ExportingLake(directory, 20_000, Optional.empty());
    lake.define(FIELDS);
    Random random = new Random(4);
    for (int id = 0; id < RECORDS; id++) {
      lines.add(line(id, random));
    }
    lake.ingest(String.join("\n", lines.subList(0, RECORDS / 2)));
    lake.ingest(String.join("\n", lines.subList(RECORDS / 2, RECORDS)));
  }

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    try (var files = Files.list(directory.resolve("scratch"))) {
      assertThat(files).isEmpty();
    }
    assertThat(lake.published.list("staging/", Optional.empty()).objects()).isEmpty();
  }

  private static String line(int id, Random random) {
    ObjectNode line = new JsonMapper().createObjectNode();
    line.put("id", id);
    line.put("time", Instant.parse("2026-01-01T00:00:00Z").plusMillis(random.nextInt()).toString());
    if (random.nextInt(5) > 0) {
      line.put("text", TEXTS.get(random.nextInt(TEXTS.size())));
    }
    if (random.nextBoolean()) {
      line.put("flag", random.nextBoolean());
    }
    line.put("big", random.nextBoolean() ? Long.MAX_VALUE - id : random.nextLong());
    switch (random.nextInt(5)) {
      case 0 -> line.putNull("ratio");
      case 1 -> line.put("ratio", "NaN");
      case 2 -> line.put("ratio", "-Infinity");
      default -> line.put("ratio", random.nextGaussian() * 1e200);
    }
    line.put("small", random.nextFloat());
    if (random.nextInt(4) > 0) {
      line.put("amount", "-12345678901234567890" + id + ".0" + (100 + random.nextInt(900)));
    }
    if (random.nextInt(3) > 0) {
      byte[] bytes = new byte[random.nextInt(5)];
      random.nextBytes(bytes);
      line.put("bin", Base64.getEncoder().encodeToString(bytes));
    }
    line.put("day", "19" + (10 + id % 90) + "-02-28");
    line.put("clock", "23:59:59.%06d".formatted(random.nextInt(1_000_000)));
    if (random.nextBoolean()) {
      line.put("seen", "1969-12-31T23:59:59.%06dZ".formatted(random.nextInt(1_000_000)));
    }
    line.put("kind", random.nextBoolean() ? "ON" : "OFF");
    line.put("uid", new UUID(random.nextLong(), id).toString());
    var tags = line.putArray("tags");
    for (int i = random.nextInt(4); i > 0; i--) {
      tags.add(TEXTS.get(random.nextInt(TEXTS.size())));
    }
    var attrs = line.putObject("attrs");
    for (int i = random.nextInt(3); i > 0; i--) {
      attrs.put("k\" " + i, random.nextDouble());
    }
    if (random.nextBoolean()) {
      attrs.putNull("none");
    }
    if (random.nextBoolean()) {
      var place = line.putObject("place").put("lat", random.nextDouble());
      place.put("note", random.nextBoolean() ? "a \"note\"" : null);
    }
    return line.toString();
  }

  @ParameterizedTest
  @EnumSource
  void parquetHoldsTheRecords(ExportCompression compression) throws Exception {
    JsonNode manifest = exported(ExportFormat.PARQUET, compression);
    Schema schema = schema();
    List<Object> records = new ArrayList<>();
    List<Path> parts = lake.parts(manifest);
    assertThat(parts).hasSizeGreaterThan(1);
    if (compression == ExportCompression.ZSTD) {
      for (Path part : parts) {
        for (GenericRecord record : ParquetBack.records(Files.readAllBytes(part))) {
          assertThat(record.getSchema()).isEqualTo(schema);
          records.add(PlainRecord.of(record));
        }
      }
      assertThat(records).containsExactlyInAnyOrderElementsOf(oracle(schema));
    }
    assertThat(new Schema.Parser().parse(manifest.path("schema").toString())).isEqualTo(schema);
    sameRows(
        "SELECT "
            + COLUMNS
                .replace("clock", "clock::TIME AS clock")
                .formatted("bin", "tags", "attrs", "place")
            + " FROM read_parquet("
            + SqlQuoting.strings(parts.stream().map(Path::toString).toList())
            + ")");
  }

  @ParameterizedTest
  @EnumSource
  void avroHoldsTheRecords(ExportCompression compression) throws Exception {
    JsonNode manifest = exported(ExportFormat.AVRO, compression);
    Schema schema = schema();
    List<Object> records = new ArrayList<>();
    for (Path part : lake.parts(manifest)) {
      try (DataFileReader<GenericRecord> reader =
          new DataFileReader<>(part.toFile(), new GenericDatumReader<>())) {
        assertThat(reader.getSchema()).isEqualTo(schema);
        reader.forEach(record -> records.add(PlainRecord.of(record)));
      }
    }
    assertThat(records).containsExactlyInAnyOrderElementsOf(oracle(schema));
  }

  @ParameterizedTest
  @EnumSource
  void ndjsonHoldsTheRecords(ExportCompression compression) throws Exception {
    JsonNode manifest = exported(ExportFormat.NDJSON, compression);
    sameRows(
        "SELECT "
            + AS_JSON_HAS_IT
            + " FROM read_json("
            + SqlQuoting.strings(lake.parts(manifest).stream().map(Path::toString).toList())
            + ", format = 'newline_delimited', columns = {"
            + PLAIN
            + NESTED
            + "})");
  }

  @ParameterizedTest
  @EnumSource
  void csvHoldsTheRecords(ExportCompression compression) throws Exception {
    JsonNode manifest = exported(ExportFormat.CSV, compression);
    sameRows(
        "SELECT "
            + COLUMNS.formatted(
                "from_base64(bin)",
                "tags::JSON::VARCHAR[] AS tags",
                "attrs::JSON::MAP(VARCHAR, DOUBLE) AS attrs",
                "place::JSON::STRUCT(lat DOUBLE, note VARCHAR) AS place")
            + " FROM read_csv("
            + SqlQuoting.strings(lake.parts(manifest).stream().map(Path::toString).toList())
            + ", header = true, delim = ',', quote = '\"', escape = '\"', strict_mode = true,"
            + " nullstr = '', allow_quoted_nulls = false, columns = {"
            + PLAIN
            + ", tags: 'VARCHAR', attrs: 'VARCHAR', place: 'VARCHAR'})");
  }

  @Test
  void aResultOfSqlKeepsItsTypesInEachFormat() throws Exception {
    String sql =
        """
        SELECT id, time, time::TIMESTAMP AS local_time, amount, amount * 2 AS twice, big::HUGEINT * 4 AS huge,
          [id, NULL, 3] AS list, {'a': text, 'b': [day]} AS struct, map {'k': ratio} AS map, clock, uid::UUID AS uid,
          bin, kind, ratio > 0 AS positive, INTERVAL 3 DAY AS span
        FROM readings WHERE id %% 2 = 0
        """
            .replace("%%", "%");
    String raw = "CREATE OR REPLACE VIEW readings AS SELECT " + AS_JSON_HAS_IT + " FROM " + raw();
    JsonNode manifest =
        lake.manifest(done(lake.ask(ExportFormat.PARQUET, ExportCompression.ZSTD, sql)));
    try (Connection connection = duckDb();
        Statement statement = connection.createStatement()) {
      statement.execute(raw);
      statement.execute(
          "CREATE TABLE expected AS "
              + sql.replace("INTERVAL 3 DAY", "(INTERVAL 3 DAY)::VARCHAR")
                  .replace("big::HUGEINT * 4", "(big::HUGEINT * 4)::DECIMAL(38, 0)"));
      statement.execute(
          "CREATE TABLE actual AS SELECT * REPLACE (huge::DECIMAL(38, 0) AS huge, uid::UUID AS uid,"
              + " clock::TIME AS clock) FROM read_parquet("
              + SqlQuoting.strings(lake.parts(manifest).stream().map(Path::toString).toList())
              + ")");
      same(statement);
    }
    assertThat(manifest.path("rows").asInt()).isEqualTo(RECORDS / 2);
    JsonNode avro = lake.manifest(done(lake.ask(ExportFormat.AVRO, ExportCompression.NONE, sql)));
    assertThat(avro.path("schema")).isEqualTo(manifest.path("schema"));
    assertThat(avro.path("rows").asInt()).isEqualTo(RECORDS / 2);
  }

  private JobId done(JobId id) {
    lake.workOnce(Duration.ofMinutes(14));
    return id;
  }

  private JsonNode exported(ExportFormat format, ExportCompression compression) throws Exception {
    JsonNode manifest = lake.manifest(done(lake.ask(format, compression, "")));
    assertThat(manifest.path("rows").asInt()).isEqualTo(RECORDS);
    List<Path> parts = lake.parts(manifest);
    for (int i = 0; i < parts.size(); i++) {
      JsonNode part = manifest.path("parts").get(i);
      byte[] content = Files.readAllBytes(parts.get(i));
      assertThat(part.path("bytes").asInt()).isEqualTo(content.length);
      assertThat(part.path("sha256").asText())
          .isEqualTo(
              HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }
    return manifest;
  }

  private Schema schema() {
    return lake.tables
        .open(ExportingLake.READINGS)
        .orElseThrow()
        .snapshot(new SnapshotTime.Latest())
        .definition()
        .schema();
  }

  private List<Object> oracle(Schema schema) {
    return lines.stream().map(line -> PlainRecord.of(AvroOracle.record(schema, line))).toList();
  }

  private String raw() throws IOException {
    Path file = directory.resolve("raw.ndjson");
    Files.write(file, lines);
    return "read_json("
        + SqlQuoting.string(file.toString())
        + ", format = 'newline_delimited', columns = {"
        + PLAIN
        + NESTED
        + "})";
  }

  private void sameRows(String exported) throws SQLException, IOException {
    try (Connection connection = duckDb();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE expected AS SELECT " + AS_JSON_HAS_IT + " FROM " + raw());
      statement.execute("CREATE TABLE actual AS " + exported);
      same(statement);
    }
  }

  private static Connection duckDb() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
    }
    return connection;
  }

  private static void same(Statement statement) throws SQLException {
    assertThat(types(statement, "actual")).isEqualTo(types(statement, "expected"));
    assertThat(rows(statement, "TABLE expected EXCEPT ALL TABLE actual")).isEmpty();
    assertThat(rows(statement, "TABLE actual EXCEPT ALL TABLE expected")).isEmpty();
  }

  private static List<String> types(Statement statement, String table) throws SQLException {
    return rows(
        statement, "SELECT column_name || ' ' || column_type FROM (DESCRIBE " + table + ")");
  }

  private static List<String> rows(Statement statement, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.append(result.getObject(i)).append(" | ");
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
