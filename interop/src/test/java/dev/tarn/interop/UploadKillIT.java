package dev.tarn.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills Tarn while a file arrives, and again and again while it writes one.
///
/// The system properties `tarn.upload.bytes`, `tarn.upload.kills` and `tarn.upload.seed` ask for
/// more and others.
class UploadKillIT {
  private static final long BYTES = Long.getLong("tarn.upload.bytes", 20_000_000);
  private static final int KILLS = Integer.getInteger("tarn.upload.kills", 3);
  private static final long SEED = Long.getLong("tarn.upload.seed", 20261129);

  /// The longest that a process is let live, so that the file takes longer than all kills do.
  private static final long MOST_MILLIS = 500 + BYTES / (16_000L * KILLS);

  private static final Pattern FIELD =
      Pattern.compile("\"(uploadId|url|status)\":\\s*\"([^\"]+)\"");
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Uploaded", "fields": [
         {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
         {"name": "device", "type": "string"},
         {"name": "n", "type": "long"}]},
       "eventTime": "time"}
      """;

  @TempDir Path lake;
  @TempDir Path scratch;

  private final Random random = new Random(SEED);
  private long peak;

  @Test
  void everyRecordIsWrittenOnceHoweverOftenTheProcessIsKilled()
      throws IOException, InterruptedException {
    Path file = scratch.resolve("records.ndjson");
    long records = write(file);
    TarnProcess tarn = TarnProcess.start(lake);
    int port = tarn.uri().getPort();
    assertThat(tarn.put("/v1/datasets/uploaded", DEFINITION).statusCode()).isEqualTo(201);
    killWhileAFileArrives(tarn, Files.size(file));
    tarn = TarnProcess.start(lake, List.of(), port);

    HttpResponse<String> created = create(tarn);
    String receipt = "/v1/datasets/uploaded/receipts/" + field(created, "uploadId");
    long start = System.nanoTime();
    HttpResponse<String> put = tarn.putFile(URI.create(field(created, "url")), file);
    assertThat(put.statusCode()).as(put.body()).isEqualTo(200);
    assertThat(arriving()).isEmpty();
    int kills = 0;
    while (kills < KILLS && isPending(tarn, receipt)) {
      LockSupport.parkNanos(random.nextLong(1, MOST_MILLIS) * 1_000_000);
      peak = Math.max(peak, tarn.peakMemory());
      tarn.kill();
      kills++;
      tarn = TarnProcess.start(lake, List.of(), port);
    }
    while (isPending(tarn, receipt)) {
      LockSupport.parkNanos(100_000_000);
    }
    peak = Math.max(peak, tarn.peakMemory());
    System.out.printf(
        "%d records of %d bytes in %d s with %d kills of seed %d; at most %d MiB of memory%n",
        records,
        Files.size(file),
        (System.nanoTime() - start) / 1_000_000_000,
        kills,
        SEED,
        peak >> 20);

    try (TarnProcess last = tarn) {
      assertThat(kills).isPositive();
      assertThat(last.get(receipt).body())
          .contains("\"committed\"")
          .containsPattern("\"accepted\":\\s*" + records + "\\b");
      HttpResponse<String> answer =
          last.query(
              "SELECT count(*) || ':' || sum(n) || ':' || count(DISTINCT n) AS s FROM uploaded");
      assertThat(answer.body())
          .contains("\"" + records + ":" + records * (records - 1) / 2 + ":" + records + "\"");
    }
  }

  private static HttpResponse<String> create(TarnProcess tarn)
      throws IOException, InterruptedException {
    HttpResponse<String> created =
        tarn.post("/v1/datasets/uploaded/uploads", "{\"contentType\": \"application/x-ndjson\"}");
    assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    return created;
  }

  private static boolean isPending(TarnProcess tarn, String receipt)
      throws IOException, InterruptedException {
    return field(tarn.get(receipt), "status").equals("pending");
  }

  private static String field(HttpResponse<String> answer, String name) {
    Matcher field = FIELD.matcher(answer.body());
    while (field.find()) {
      if (field.group(1).equals(name)) {
        return field.group(2);
      }
    }
    throw new AssertionError("no " + name + " in " + answer.body());
  }

  /// Sends the first megabyte of a file, and kills the process once it is there.
  private void killWhileAFileArrives(TarnProcess tarn, long size)
      throws IOException, InterruptedException {
    URI link = URI.create(field(create(tarn), "url"));
    try (Socket socket = new Socket(link.getHost(), link.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT "
                  + link.getRawPath()
                  + "?"
                  + link.getRawQuery()
                  + " HTTP/1.1\r\nHost: "
                  + link.getAuthority()
                  + "\r\nContent-Length: "
                  + size
                  + "\r\n\r\n")
              .getBytes(UTF_8));
      out.write(new byte[1_000_000]);
      out.flush();
      while (arriving().isEmpty()) {
        LockSupport.parkNanos(1_000_000);
      }
      tarn.kill();
    }
    assertThat(lake.resolve("uploads")).doesNotExist();
  }

  private List<Path> arriving() throws IOException {
    Path directory = lake.resolve("queue/uploads/arriving");
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private static long write(Path file) throws IOException {
    long bytes = 0;
    long records = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      while (bytes < BYTES) {
        byte[] line =
            ("{\"time\": \"2026-03-0"
                    + (1 + records % 4)
                    + "T12:00:00Z\", \"device\": \"device-"
                    + records % 1_000
                    + "\", \"n\": "
                    + records
                    + "}\n")
                .getBytes(UTF_8);
        out.write(line);
        bytes += line.length;
        records++;
      }
    }
    return records;
  }
}
