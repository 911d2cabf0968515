package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.local.backend.Backend;
import dev.tarn.local.backend.Background;
import dev.tarn.local.backend.LakeLocation;
import dev.tarn.local.backend.LocalBackend;
import dev.tarn.local.backend.LocalFunctions;
import dev.tarn.local.backend.RequestLog;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// 100,000 records that DuckDB makes, and writes but for Avro, are the same table whatever door
/// they come through and in whatever format: as batches, as events and as uploads. What the table
/// has to be is asked of DuckDB, where the records never were anything else.
@Timeout(300)
class EveryDoorIT {
  private static final int RECORDS = 100_000;
  private static final int PARTS = 4;
  private static final int RECORDS_A_MESSAGE = 2_000;
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "device", "type": "string"},
        {"name": "n", "type": ["null", "long"], "default": null},
        {"name": "x", "type": ["null", "double"], "default": null},
        {"name": "note", "type": ["null", "string"], "default": null},
        {"name": "ok", "type": "boolean"}]}
      """;
  private static final String MADE =
      """
      CREATE TABLE readings AS SELECT
        i,
        make_timestamp(1700000000000000 + i * 1730000) AS time,
        'device-' || (h %% 500) AS device,
        CASE WHEN h %% 5 > 0 THEN (h - 4611686018427387904)::BIGINT END AS n,
        CASE WHEN h %% 7 > 0 THEN (h %% 1000003) / 7.0::DOUBLE END AS x,
        CASE h %% 4 WHEN 0 THEN '' WHEN 1 THEN e'two\\nlines, "quoted"' WHEN 2 THEN 'ü漢😀' END AS note,
        h %% 3 = 0 AS ok
      FROM (SELECT i, (hash(i) >> 1)::BIGINT AS h FROM range(%d) t(i))
      """
          .formatted(RECORDS);
  private static final String IN_TEXT =
      "strftime(time, '%Y-%m-%dT%H:%M:%S.%fZ') AS time, device, n, x, note, ok";
  private static final String SUMS =
      "SELECT concat_ws('|', count(*), sum(n), sum(epoch_us(time)), count(note), count(x),"
          + " sum(hash(epoch_us(time), device, n, x, note, ok))) AS sums FROM ";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, UTF_8);

  @Test
  void theTableIsTheSameThroughEveryDoorAndInEveryFormat() throws Exception {
    String expected = makeFiles();
    try (Backend backend =
            new LocalBackend(LocalFunctions.standard(), out)
                .start(
                    new LakeLocation.Directory(directory.resolve("lake")),
                    "127.0.0.1",
                    0,
                    new RequestLog(Terminal.of(out, "err"), false),
                    Background.JOBS);
        ApiClient client = new ApiClient(backend.uri())) {
      define(client, "events");
      sendEvents(client);
      for (Format format : Format.values()) {
        upload(client, format);
        if (format != Format.PARQUET) {
          post(client, format);
        }
      }

      assertThat(expected).startsWith(RECORDS + "|");
      for (Format format : Format.values()) {
        assertThat(sums(client, format.uploaded())).as(format.uploaded()).isEqualTo(expected);
        if (format != Format.PARQUET) {
          assertThat(sums(client, format.posted())).as(format.posted()).isEqualTo(expected);
        }
      }
      while (!sums(client, "events").startsWith(RECORDS + "|")) {
        LockSupport.parkNanos(50_000_000);
      }
      assertThat(sums(client, "events")).isEqualTo(expected);
    }
  }

  private enum Format {
    NDJSON("application/x-ndjson"),
    CSV("text/csv"),
    AVRO("application/avro"),
    PARQUET("application/vnd.apache.parquet");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }

    String uploaded() {
      return "uploaded_" + name().toLowerCase(java.util.Locale.ROOT);
    }

    String posted() {
      return "posted_" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private Path file(Format format, String part) {
    return directory.resolve(format.name() + part);
  }

  /// Writes the records as one file and as parts, in each format, and gives what they come to.
  private String makeFiles() throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(MADE);
      write(statement, "", "true");
      for (int part = 0; part < PARTS; part++) {
        write(statement, "-" + part, "i %% %d = %d".formatted(PARTS, part));
      }
      try (ResultSet row = statement.executeQuery(SUMS + "readings")) {
        row.next();
        return row.getString(1);
      }
    }
  }

  private void write(Statement statement, String part, String condition)
      throws SQLException, IOException {
    statement.execute(
        "COPY (SELECT %s FROM readings WHERE %s) TO '%s' (FORMAT json)"
            .formatted(IN_TEXT, condition, file(Format.NDJSON, part)));
    statement.execute(
        "COPY (SELECT %s FROM readings WHERE %s) TO '%s' (FORMAT csv, HEADER)"
            .formatted(IN_TEXT, condition, file(Format.CSV, part)));
    statement.execute(
        "COPY (SELECT * EXCLUDE i FROM readings WHERE %s) TO '%s' (FORMAT parquet)"
            .formatted(condition, file(Format.PARQUET, part)));
    Schema schema = new Schema.Parser().parse(SCHEMA);
    try (DataFileWriter<GenericRecord> writer =
            new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))
                .setCodec(CodecFactory.deflateCodec(1));
        ResultSet rows =
            statement.executeQuery(
                "SELECT epoch_us(time), device, n, x, note, ok FROM readings WHERE " + condition)) {
      writer.create(schema, file(Format.AVRO, part).toFile());
      while (rows.next()) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
          record.put(field.pos(), rows.getObject(field.pos() + 1));
        }
        writer.append(record);
      }
    }
  }

  private static ApiAnswer send(ApiClient client, String path, String mediaType, byte[] body)
      throws IOException {
    return client.send(ApiCall.of("POST", path, mediaType, body));
  }

  private static void define(ApiClient client, String dataset) throws IOException {
    ApiAnswer answer =
        client.send(
            ApiCall.of(
                "PUT",
                "/v1/datasets/" + dataset,
                "application/json",
                "{\"eventTime\": \"time\", \"schema\": %s}".formatted(SCHEMA).getBytes(UTF_8)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
  }

  private void post(ApiClient client, Format format) throws IOException {
    define(client, format.posted());
    for (int part = 0; part < PARTS; part++) {
      ApiAnswer answer =
          send(
              client,
              "/v1/datasets/" + format.posted() + "/records",
              format.mediaType,
              Files.readAllBytes(file(format, "-" + part)));
      assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
  }

  private void sendEvents(ApiClient client) throws IOException {
    List<String> lines = Files.readAllLines(file(Format.NDJSON, ""));
    for (int from = 0; from < lines.size(); from += RECORDS_A_MESSAGE) {
      List<String> records = lines.subList(from, from + RECORDS_A_MESSAGE);
      ApiAnswer answer =
          send(
              client,
              "/v1/datasets/events/events",
              "application/json",
              ("[" + String.join(",", records) + "]").getBytes(UTF_8));
      assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }
  }

  private void upload(ApiClient client, Format format) throws Exception {
    define(client, format.uploaded());
    ApiAnswer opened =
        send(
            client,
            "/v1/datasets/" + format.uploaded() + "/uploads",
            "application/json",
            "{\"contentType\": \"%s\"}".formatted(format.mediaType).getBytes(UTF_8));
    assertThat(opened.status()).as(opened.text()).isEqualTo(201);
    URI link = URI.create(opened.json().path("url").asText());
    assertThat(client.putRepeatedly(link, file(format, ""), sent -> {}).status()).isEqualTo(200);
    String receipt = opened.header("location").orElseThrow();
    JsonNode seen = client.send(ApiCall.get(receipt)).json();
    while (seen.path("status").asText().equals("pending")) {
      LockSupport.parkNanos(50_000_000);
      seen = client.send(ApiCall.get(receipt)).json();
    }
    assertThat(seen.path("status").asText()).as(seen.toString()).isEqualTo("committed");
    assertThat(seen.path("accepted").asInt()).isEqualTo(RECORDS);
  }

  private static String sums(ApiClient client, String dataset) throws IOException {
    ApiAnswer answer =
        send(
            client,
            "/v1/query",
            "application/json",
            JSON.writeValueAsBytes(JSON.createObjectNode().put("sql", SUMS + dataset)));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().at("/rows/0/0").asText();
  }
}
