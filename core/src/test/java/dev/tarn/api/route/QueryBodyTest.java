package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.ColumnFilter;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import dev.tarn.table.SnapshotTime;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueryBodyTest {
  private static final QueryLimits MOST =
      new QueryLimits(Duration.ofSeconds(25), 1_000, 1, 1, 1, 10, 10);

  @Test
  void everyFieldIsRead() {
    QueryBody body =
        read(
            """
            {"sql": "SELECT 1", "parameters": [1, 2.50, "x", null, true, 12345678901234567890],
             "asOf": {"a": 12, "b": "2026-01-01T00:00:00+01:00"},
             "from": "2026-01-01T00:00:00Z", "to": "2026-02-01T00:00:00Z",
             "filters": {"a": {"magnitude": "gte.5"}}, "timeoutSeconds": 5, "maxBytes": 99}
            """);

    assertThat(body.query().sql()).isEqualTo("SELECT 1");
    assertThat(body.query().parameters())
        .containsExactly(
            1L, new BigDecimal("2.50"), "x", null, true, new BigDecimal("12345678901234567890"));
    assertThat(body.query().asOf())
        .containsEntry(new DatasetName("a"), new SnapshotTime.AtVersion(12))
        .containsEntry(
            new DatasetName("b"),
            new SnapshotTime.AtInstant(Instant.parse("2025-12-31T23:00:00Z")));
    assertThat(body.query().from()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(body.query().filters())
        .containsEntry(
            new DatasetName("a"),
            List.of(new ColumnFilter("magnitude", "gte.5", "/filters/a/magnitude")));
    assertThat(body.limits().time()).isEqualTo(Duration.ofSeconds(5));
    assertThat(body.limits().maxBytes()).isEqualTo(99);
  }

  @Test
  void limitsAreTheFunctionsOwnUnlessNarrowed() {
    assertThat(read("{\"sql\": \"SELECT 1\"}").limits()).isEqualTo(MOST);
    assertThat(read("{\"sql\": \"SELECT 1\", \"maxBytes\": 5000}").limits().maxBytes())
        .isEqualTo(1_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                  | /sql",
        "{\"sql\": 1}                                        | /sql",
        "{\"sql\": \" \"}                                    | /sql",
        "{\"sql\": \"s\", \"colour\": 1}                     | /colour",
        "{\"sql\": \"s\", \"parameters\": {}}                | /parameters",
        "{\"sql\": \"s\", \"parameters\": [1, []]}           | /parameters/1",
        "{\"sql\": \"s\", \"asOf\": 1}                       | /asOf",
        "{\"sql\": \"s\", \"asOf\": {\"A/b\": 1}}            | /asOf/A~1b",
        "{\"sql\": \"s\", \"asOf\": {\"a\": \"yesterday\"}}  | /asOf/a",
        "{\"sql\": \"s\", \"from\": 5}                       | /from",
        "{\"sql\": \"s\", \"filters\": {\"a\": {\"b\": 1}}}  | /filters/a/b",
        "{\"sql\": \"s\", \"filters\": {\"a\": []}}          | /filters/a",
        "{\"sql\": \"s\", \"timeoutSeconds\": 0}             | /timeoutSeconds",
        "{\"sql\": \"s\", \"timeoutSeconds\": 26}            | /timeoutSeconds",
        "{\"sql\": \"s\", \"maxBytes\": 1.5}                 | /maxBytes",
        "[1]                                                 | ''",
      })
  void whatDoesNotFitIsNamedByItsPlace(String json, String pointer) {
    Problem problem =
        assertThatExceptionOfType(ProblemException.class)
            .isThrownBy(() -> read(json))
            .actual()
            .problem();

    assertThat(problem).isInstanceOf(Problem.MalformedRequest.class);
    assertThat(problem.place().orElseThrow().pointer()).contains(pointer);
  }

  @Test
  void whatIsNoJsonIsPlacedByLineAndColumn() {
    Problem problem =
        assertThatExceptionOfType(ProblemException.class)
            .isThrownBy(() -> read("{\n  \"sql\": oops}"))
            .actual()
            .problem();

    assertThat(problem.place().orElseThrow().line()).hasValue(2);
  }

  @Test
  void whatIsNoUtf8IsRefused() {
    byte[] utf16 = "{\"sql\": \"SELECT 1\"}".getBytes(StandardCharsets.UTF_16);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(
            () -> QueryBody.read(Principal.withoutToken(), utf16, MOST, QueryEngines.ownAlone()))
        .withMessageContaining("UTF-8");
  }

  private static QueryBody read(String json) {
    return QueryBody.read(
        Principal.withoutToken(),
        json.getBytes(StandardCharsets.UTF_8),
        MOST,
        QueryEngines.ownAlone());
  }
}
