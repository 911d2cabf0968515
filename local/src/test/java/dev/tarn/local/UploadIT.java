package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Files from the command line to answers of queries, through the gateway and the ingest function.
@Timeout(180)
class UploadIT {
  private static final int RECORDS = 1_000;
  private static final String SCHEMA =
      """
      {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "value", "type": "int"}]}
      """;
  private static final String DEFINITION =
      "{\"eventTime\": \"time\", \"schema\": %s}".formatted(SCHEMA);

  @TempDir private Path directory;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, UTF_8);

  private Backend start() {
    return new LocalBackend(LocalFunctions.standard(), out)
        .start(
            new LakeLocation.Directory(directory.resolve("lake")),
            "127.0.0.1",
            0,
            new RequestLog(Terminal.of(out, "err"), false),
            Background.JOBS);
  }

  private int upload(Backend backend, Path file, String... more) {
    String[] arguments =
        Stream.concat(
                Stream.of("upload", "readings", file.toString(), "--url", backend.uri().toString()),
                Stream.of(more))
            .toArray(String[]::new);
    return Main.run(
        Console.of(new ByteArrayInputStream(new byte[0]), out, out, LocalFunctions.standard()),
        arguments);
  }

  private static ApiAnswer send(ApiClient client, String method, String path, String body)
      throws IOException {
    return client.send(ApiCall.of(method, path, "application/json", body.getBytes(UTF_8)));
  }

  private static void define(ApiClient client) throws IOException {
    assertThat(send(client, "PUT", "/v1/datasets/readings", DEFINITION).status()).isEqualTo(201);
  }

  private static String countAndSum(ApiClient client) throws IOException {
    return send(
            client, "POST", "/v1/query", "{\"sql\": \"SELECT count(*), sum(value) FROM readings\"}")
        .json()
        .path("rows")
        .toString();
  }

  private Path ndjson(String more) throws IOException {
    return Files.writeString(
        directory.resolve("readings.ndjson"),
        IntStream.range(0, RECORDS)
            .mapToObj("{\"time\": \"2026-01-31T12:00:00Z\", \"value\": %d}\n"::formatted)
            .collect(Collectors.joining("", "", more)));
  }

  private Path csv() throws IOException {
    Path file = directory.resolve("readings.csv.gz");
    try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(file))) {
      gzip.write("time,value\n".getBytes(UTF_8));
      for (int i = 0; i < RECORDS; i++) {
        gzip.write("2026-01-31T12:00:00Z,%d\n".formatted(i).getBytes(UTF_8));
      }
    }
    return file;
  }

  private Path avro() throws IOException {
    Path file = directory.resolve("readings.avro");
    Schema schema = new Schema.Parser().parse(SCHEMA);
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, file.toFile());
      for (int i = 0; i < RECORDS; i++) {
        writer.append(
            new GenericRecordBuilder(schema)
                .set("time", Instant.parse("2026-01-31T12:00:00Z").toEpochMilli())
                .set("value", i)
                .build());
      }
    }
    return file;
  }

  /// What is counted and summed up after so many of the files.
  private static String of(int files) {
    return "[[" + files * RECORDS + "," + (long) files * RECORDS * (RECORDS - 1) / 2 + "]]";
  }

  @Test
  void filesOfEachFormatAreWrittenOnceAndARefusedOneIsNot() throws Exception {
    try (Backend backend = start();
        ApiClient client = new ApiClient(backend.uri())) {
      define(client);
      assertThat(upload(backend, ndjson(""))).as(said.toString(UTF_8)).isZero();
      assertThat(countAndSum(client)).isEqualTo(of(1));
      assertThat(upload(backend, csv())).as(said.toString(UTF_8)).isZero();
      assertThat(countAndSum(client)).isEqualTo(of(2));
      assertThat(upload(backend, avro())).as(said.toString(UTF_8)).isZero();
      assertThat(countAndSum(client)).isEqualTo(of(3));

      assertThat(upload(backend, ndjson("{\"time\": \"2026-01-31T12:00:00Z\"}\n"))).isEqualTo(1);
      assertThat(said.toString(UTF_8)).contains("record 1,001  /value  missing");
      assertThat(countAndSum(client)).isEqualTo(of(3));
    }
  }

  @Test
  void whatWasPutBeforeARestartIsWrittenAfterIt() throws Exception {
    String receipt;
    try (Backend backend = start();
        ApiClient client = new ApiClient(backend.uri())) {
      define(client);
      ApiAnswer created =
          send(
              client,
              "POST",
              "/v1/datasets/readings/uploads",
              "{\"contentType\": \"application/x-ndjson\"}");
      assertThat(created.status()).as(created.text()).isEqualTo(201);
      URI link = URI.create(created.json().path("url").asText());
      assertThat(link.getAuthority()).isEqualTo(backend.uri().getAuthority());
      receipt = created.header("location").orElseThrow();
      assertThat(client.send(ApiCall.get(receipt)).json().path("status").asText())
          .isEqualTo("pending");
      assertThat(client.putRepeatedly(link, ndjson(""), sent -> {}).status()).isEqualTo(200);
    }
    try (Backend again = start();
        ApiClient client = new ApiClient(again.uri())) {
      JsonNode ended = await(client, receipt);
      assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("committed");
      assertThat(ended.path("accepted").asInt()).isEqualTo(RECORDS);
      assertThat(countAndSum(client)).isEqualTo(of(1));
    }
  }

  private static JsonNode await(ApiClient client, String receipt) throws IOException {
    while (true) {
      JsonNode seen = client.send(ApiCall.get(receipt)).json();
      if (!seen.path("status").asText().equals("pending")) {
        return seen;
      }
      Thread.onSpinWait();
    }
  }
}
