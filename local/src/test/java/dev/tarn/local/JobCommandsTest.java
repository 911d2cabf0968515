package dev.tarn.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.store.ObjectKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that have a job done and wait for it.
class JobCommandsTest {
  private static final String CONTENT = "{\"a\":1}\n";

  private final Map<String, List<String>> answers = new HashMap<>();
  private final TestConsole console = new TestConsole(this::answer);

  /// The answers of a route, one after the other, of which the last is repeated.
  private ObjectNode answer(JsonNode event) {
    List<String> left =
        answers.getOrDefault(
            event.path("routeKey").asText(),
            new ArrayList<>(List.of("404 {\"title\": \"Unknown\", \"detail\": \"nothing\"}")));
    String next = left.size() > 1 ? left.removeFirst() : left.getFirst();
    ObjectNode answer =
        TestConsole.answer(
            Integer.parseInt(next.substring(0, 3)), "application/json", next.substring(4));
    answer.withObject("/headers").put("location", "/v1/jobs/quakes.audit.x");
    return answer;
  }

  private void route(String key, String... given) {
    answers.put(key, new ArrayList<>(List.of(given)));
  }

  private int run(String command) {
    return console.run((command + " --lake x").split(" "));
  }

  private void publish(String content, String sha256) {
    String manifest = "exports/quakes/daily/w/manifest.json";
    String part = "exports/quakes/daily/w/part-0001.ndjson";
    var _ = console.published().put(new ObjectKey(part), content.getBytes(UTF_8));
    var _ =
        console
            .published()
            .put(
                new ObjectKey(manifest),
                """
                {"parts": [{"path": "%s", "rows": 1, "bytes": %d, "sha256": "%s"}]}
                """
                    .formatted(part, CONTENT.length(), sha256)
                    .getBytes(UTF_8));
    route("POST /v1/datasets/{dataset}/exports", "202 {\"exportId\": \"quakes.export.daily.w\"}");
    route(
        "GET /v1/exports/{exportId}",
        "200 {\"status\": \"queued\"}",
        "200 {\"status\": \"running\"}",
        """
        200 {"status": "succeeded", "rows": 1, "parts": 1, "bytes": 8, "version": 3,
             "manifest": "/%s"}
        """
            .formatted(manifest));
  }

  private static String sha256() throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT.getBytes(UTF_8)));
  }

  @Test
  void anExportIsAwaitedAndItsFilesFetched(@TempDir Path directory) throws Exception {
    publish(CONTENT, sha256());

    assertThat(
            run(
                "export quakes --format ndjson --name daily --from 2026-01-31T00:00:00Z --output "
                    + directory.resolve("new")))
        .isZero();

    assertThat(TestConsole.body(console.events().getFirst()))
        .isEqualTo("{\"format\":\"ndjson\",\"from\":\"2026-01-31T00:00:00Z\",\"name\":\"daily\"}");
    assertThat(console.out())
        .contains("1 row of version 3 in 1 file")
        .contains("/exports/quakes/daily/w/manifest.json");
    assertThat(directory.resolve("new").resolve("part-0001.ndjson")).hasContent(CONTENT);
    assertThat(files(directory.resolve("new"))).hasSize(1);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void withoutADirectoryTheFilesAreTold() throws Exception {
    publish(CONTENT, sha256());

    assertThat(run("export quakes")).isZero();

    assertThat(console.out()).contains("/exports/quakes/daily/w/part-0001.ndjson  1 row");
  }

  @Test
  void aFileThatIsNotWhatItsManifestSaysIsNotKept(@TempDir Path directory) throws Exception {
    publish("{\"a\":2}\n", sha256());

    assertThat(run("export quakes --output " + directory)).isEqualTo(1);

    assertThat(console.err()).contains("is not what its manifest says");
    assertThat(files(directory)).isEmpty();
  }

  @Test
  void anExportThatIsRefusedOrFailsIsTold() {
    route(
        "POST /v1/datasets/{dataset}/exports",
        "400 {\"title\": \"The SQL is not accepted\", \"detail\": \"no such column\"}");
    assertThat(run("export quakes --sql x")).isEqualTo(1);
    assertThat(console.err()).contains("The SQL is not accepted: no such column");

    route("POST /v1/datasets/{dataset}/exports", "202 {\"exportId\": \"quakes.export.daily.w\"}");
    route(
        "GET /v1/exports/{exportId}",
        """
        200 {"status": "failed", "problem": {"title": "Something", "detail": "broke"}}
        """);
    assertThat(run("export quakes")).isEqualTo(1);
    assertThat(console.err()).contains("Something: broke");
  }

  private void job(String result) {
    route(
        "POST /v1/datasets/{dataset}/maintenance",
        "202 {\"jobs\": [{\"task\": \"audit\", \"jobId\": \"quakes.audit.x\"}]}");
    route(
        "GET /v1/jobs/{jobId}",
        "200 {\"status\": \"queued\"}",
        "200 {\"status\": \"succeeded\", \"result\": " + result + "}");
  }

  @Test
  void aCompactionTellsWhatBecameOfTheFiles() {
    job(
        """
        {"merges": 2, "filesBefore": 40, "filesAfter": 2, "bytesBefore": 4000,
         "bytesAfter": 1000, "rows": 12345}
        """);

    assertThat(run("compact quakes")).isZero();

    assertThat(TestConsole.body(console.events().getFirst()))
        .isEqualTo("{\"tasks\":[\"compact\"]}");
    assertThat(console.out())
        .contains("40 files, 4.0 kB → 2 files, 1.0 kB")
        .contains("rows")
        .contains("2 merges");
  }

  @Test
  void aCompactionWithNothingToDoSaysSo() {
    job("{\"merges\": 0}");

    assertThat(run("compact quakes")).isZero();
    assertThat(console.out()).isEqualTo("There is nothing worth merging.\n");
  }

  @Test
  void aDatasetThatIsNotThereIsTold() {
    route(
        "POST /v1/datasets/{dataset}/maintenance",
        "404 {\"title\": \"There is no such dataset\", \"detail\": \"no dataset is named 'q'\"}");

    assertThat(run("compact q")).isEqualTo(1);
    assertThat(console.err()).contains("There is no such dataset: no dataset is named 'q'");
    assertThat(run("fsck q")).isEqualTo(1);
  }

  private static String report(int faults, int orphans, boolean complete, String findings) {
    return """
    {"version": 7, "files": 3, "rows": 30, "faults": %d, "orphans": %d, "complete": %b,
     "findings": [%s]}
    """
        .formatted(faults, orphans, complete, findings);
  }

  @Test
  void aTableThatIsWellEndsWithZero() {
    job(report(0, 0, true, ""));

    assertThat(run("fsck quakes")).isZero();
    assertThat(console.out())
        .isEqualTo("✓ quakes  version 7 · 3 files · 30 rows · 0 faults · 0 orphans\n");
  }

  @Test
  void orphansAreToldAndDoNoHarm() {
    job(
        report(
            0,
            2,
            true,
            "{\"severity\": \"orphan\", \"code\": \"orphan\", \"place\": \"p\", \"detail\":"
                + " \"d\"}"));

    assertThat(run("fsck quakes")).isZero();
    assertThat(console.out()).contains("  orphan  p  d\n").contains("… and 1 more");
  }

  @Test
  void faultsEndWithOne() {
    job(
        report(
            1,
            0,
            true,
            "{\"severity\": \"fault\", \"code\": \"missing-file\", \"place\": \"a.parquet\","
                + " \"detail\": \"gone\"}"));

    assertThat(run("fsck quakes")).isEqualTo(1);
    assertThat(console.out()).startsWith("✗ quakes").contains("missing-file  a.parquet  gone");
  }

  @Test
  void whatWasNotCheckedWholeEndsWithOne() {
    job(report(0, 0, false, ""));

    assertThat(run("fsck quakes")).isEqualTo(1);
    assertThat(console.out()).contains("not everything was checked");
  }

  @Test
  void allDatasetsAreChecked() {
    route(
        "GET /v1/datasets", "200 {\"datasets\": [{\"name\": \"quakes\"}, {\"name\": \"tides\"}]}");
    job(report(0, 0, true, ""));

    assertThat(run("fsck --all")).isZero();
    assertThat(console.out()).contains("✓ quakes").contains("✓ tides");
  }

  @Test
  void fsckTakesNamesOrAll() {
    assertThat(run("fsck")).isEqualTo(1);
    assertThat(run("fsck quakes --all")).isEqualTo(1);
    assertThat(console.err()).contains("fsck takes names of datasets, or --all");
    assertThat(console.events()).isEmpty();
  }
}
