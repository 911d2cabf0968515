package dev.tarn.function.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.function.query.QueryLake.Answer;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoreUsage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How results are answered: as the body, by a link, or not at all where the client has them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResultAnswersTest {
  private static final String SMALL = "SELECT count(*) AS n FROM readings";

  /// Some 10 MB in any format, for a digest is not to be compressed.
  private static final String LARGE =
      "SELECT i, sha256(i::VARCHAR) || md5(i::VARCHAR) AS d FROM range(100000) r(i)";

  private final Path scratch;
  private final QueryLake lake;

  ResultAnswersTest(@TempDir Path scratch) {
    this.scratch = scratch.resolve("queries");
    lake = new QueryLake(this.scratch, 32L << 20);
    lake.define("readings", "");
    lake.define("others", "");
    lake.ingest("readings", "{\"time\": \"2026-01-01T00:00:00Z\"}");
  }

  @AfterEach
  void nothingIsLeftInTheScratchSpace() throws IOException {
    try (var left = Files.list(Files.createDirectories(scratch))) {
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,{",
    "application/x-ndjson,{",
    "text/csv,i",
    "application/vnd.apache.parquet,PAR1",
    "application/vnd.apache.arrow.stream,\u00ff"
  })
  void aLargeResultIsAnObjectThatALinkLeadsTo(String mediaType, String start) {
    Answer answer = lake.sql(LARGE, "accept", mediaType);

    assertThat(answer.status()).as(answer.text()).isEqualTo(303);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("x-tarn-stats")).contains("\"rows\":100000");
    URI link = URI.create(answer.header("location"));
    assertThat(link.getPath()).matches(".*/results/[0-9a-f]{32}");
    assertThat(link.getRawQuery()).contains("type=" + mediaType.replace("/", "%2F"));
    List<ObjectSummary> results =
        lake.objects.list("results/", Optional.empty()).objects().stream()
            .filter(each -> link.getPath().endsWith(each.key().value()))
            .toList();
    byte[] body = lake.objects.get(results.getFirst().key()).bytes();
    assertThat((long) body.length).isGreaterThan(HttpApiFunction.MAX_BODY_BYTES);
    assertThat(new String(body, 0, 4, StandardCharsets.ISO_8859_1)).startsWith(start);
    lake.objects.delete(List.of(new ObjectKey(results.getFirst().key().value())));
  }

  @Test
  void noResultIsLargerThanItMayBe() {
    Answer answer = lake.sql(LARGE.replace("100000", "1000000"));

    assertThat(answer.status()).as(answer.text()).isEqualTo(413);
    assertThat(answer.json().path("type").asText()).endsWith("result-too-large");
    assertThat(lake.objects.list("results/", Optional.empty()).objects()).isEmpty();
  }

  @Test
  void aKnownResultIsNotAnsweredAgainAndNoDataIsRead() {
    Answer first = lake.sql(SMALL);
    String etag = first.header("etag");
    assertThat(etag).matches("W/\"[0-9a-f]{32}\"");
    long before = lake.store.usage().gets();

    Answer again = lake.sql(SMALL, "if-none-match", "\"x\", " + etag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.header("etag")).isEqualTo(etag);
    assertThat(lake.store.usage().gets()).isEqualTo(before);
    assertThat(lake.sql(SMALL, "if-none-match", "W/\"0\"").status()).isEqualTo(200);
  }

  @Test
  void anotherVersionQueryOrFormatHasAnotherTag() {
    String etag = lake.sql(SMALL).header("etag");

    assertThat(
            List.of(
                lake.sql(SMALL + " ").header("etag"),
                lake.sql(SMALL, "accept", "text/csv").header("etag"),
                lake.query("{\"sql\": \"%s\", \"to\": \"2030-01-01T00:00:00Z\"}".formatted(SMALL))
                    .header("etag"),
                lake.query("{\"sql\": \"%s\", \"asOf\": {\"readings\": 0}}".formatted(SMALL))
                    .header("etag"),
                lake.query("{\"sql\": \"SELECT ?\", \"parameters\": [1]}").header("etag"),
                lake.query("{\"sql\": \"SELECT ?\", \"parameters\": [\"1\"]}").header("etag")))
        .doesNotHaveDuplicates()
        .doesNotContain(etag, "");
    lake.ingest("others", "{\"time\": \"2026-01-01T00:00:00Z\"}");
    assertThat(lake.sql(SMALL, "if-none-match", etag).status()).isEqualTo(304);
    lake.ingest("readings", "{\"time\": \"2026-01-01T00:00:00Z\"}");
    assertThat(lake.sql(SMALL, "if-none-match", etag).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT now()",
        "SELECT current_date",
        "SELECT CURRENT_TIMESTAMP",
        "SELECT 1 WHERE random() < 2",
        "SELECT (SELECT uuid())",
        "WITH t AS (SELECT gen_random_uuid()) SELECT * FROM t",
        "SELECT age(TIMESTAMP '2026-01-01')",
        "SELECT * FROM readings WHERE time > today()",
        "SELECT * FROM readings USING SAMPLE 1 ROWS",
        "SELECT count(*) FROM readings ORDER BY RANDOM()"
      })
  void whatMayBeAnotherNextTimeHasNoTag(String sql) {
    Answer answer = lake.sql(sql, "if-none-match", "*");

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers()).doesNotContainKey("etag");
  }

  @Test
  void anEarlierVersionTakesOneListingAsTheLatestDoes() {
    lake.ingest("readings", "{\"time\": \"2026-01-01T00:00:00Z\"}");
    String body = "{\"sql\": \"%s\", \"asOf\": {\"readings\": 1}}".formatted(SMALL);
    assertThat(lake.query(body).status()).isEqualTo(200);
    StoreUsage before = lake.store.usage();

    Answer answer = lake.query(body);

    StoreUsage asked = lake.store.usage().minus(before);
    assertThat(asked.lists()).isEqualTo(1);
    assertThat(answer.json().at("/stats/listRequests").asLong()).isEqualTo(1);
    assertThat(answer.json().at("/stats/requests").asLong()).isEqualTo(asked.requests());
  }

  @Test
  void datasetsAreJoinedEachAtItsOwnVersionOrTime() {
    lake.define("lefts", ", {\"name\": \"a\", \"type\": \"int\"}");
    lake.define("rights", ", {\"name\": \"a\", \"type\": \"int\"}");
    for (int i = 0; i < 3; i++) {
      lake.ingest("lefts", "{\"time\": \"2026-01-01T00:00:00Z\", \"a\": %d}".formatted(i));
      lake.ingest("rights", "{\"time\": \"2026-01-02T00:00:00Z\", \"a\": %d}".formatted(i));
    }
    String time =
        lake.call("GET /v1/datasets/{dataset}/history", "rights", "", "")
            .json()
            .findValues("time")
            .get(1)
            .asText();
    String body =
        """
        {"sql": "SELECT l.a, r.time FROM lefts l JOIN rights r USING (a) WHERE l.a >= ? ORDER BY a",
         "parameters": [1], "asOf": {"lefts": 3, "rights": "%s"}}
        """
            .formatted(time);

    Answer answer = lake.query(body);

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.json().path("rows").toString()).isEqualTo("[[1,\"2026-01-02T00:00:00Z\"]]");
    assertThat(answer.json().at("/stats/version").toString())
        .isEqualTo("{\"lefts\":3,\"rights\":2}");
  }
}
