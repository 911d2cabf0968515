package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.RowCursor;
import dev.tarn.query.SqlSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a statement does, its session ends within its limits, and the next one works.
@Timeout(60)
class LimitsTest {
  private static final DuckDbEngine ENGINE = new DuckDbEngine();
  private static final QueryLimits SHORT = limits(Duration.ofSeconds(1), 128L << 20, 64L << 20);

  @TempDir Path directory;

  private static QueryLimits limits(Duration time, long memory, long temporary) {
    return new QueryLimits(time, 1L << 30, memory, 2, temporary, 1_000_000, 64L << 20);
  }

  @AfterEach
  void theNextSessionWorks() {
    assertThat(new Lake(directory).query(ENGINE, "SELECT 40 + 2").value()).isEqualTo(42L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM range(1000000000000)",
        "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range, b.range) = 1",
        "WITH RECURSIVE r AS (SELECT 1 AS n UNION SELECT (n + 1) % 100000000 FROM r) SELECT max(n)"
            + " FROM r",
        "SELECT sum(sin(range)) FROM range(1000000000000)",
        "SELECT count(*) FROM generate_series(1, 1000000000000)",
        "SELECT count(*) FROM range(100000) a, LATERAL (SELECT count(*) FROM range(100000) b WHERE"
            + " b.range < a.range) l",
      })
  void cancelsWhatTakesTooLong(String sql) {
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class, () -> new Lake(directory).query(ENGINE, SHORT, sql));

    assertThat(thrown.problem()).isEqualTo(new Problem.QueryTimeout(1));
  }

  @Test
  void cancelsAResultThatIsReadTooLong() {
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () -> {
              try (SqlSession session = ENGINE.open(SHORT, directory)) {
                session.accept("SELECT range FROM range(1000000000000)");
                session.plan(List.of(), List.of());
                try (RowCursor rows = session.execute(List.of())) {
                  while (rows.next()) {
                    assertThat(rows.value(0)).isInstanceOf(Long.class);
                  }
                }
              }
            });

    assertThat(thrown.problem()).isEqualTo(new Problem.QueryTimeout(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM (SELECT DISTINCT range, md5(range::VARCHAR) FROM range(1000000000))",
        "SELECT len(list(range)) FROM range(1000000000)",
        "SELECT length(string_agg(repeat('y', 1000), '')) FROM range(100000000)",
        "SELECT max(l) FROM (SELECT list(md5(range::VARCHAR)) AS l FROM range(100000000))",
      })
  void endsWhatNeedsTooMuchMemory(String sql) {
    QueryLimits limits = limits(Duration.ofSeconds(20), 64L << 20, 16L << 20);
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class, () -> new Lake(directory).query(ENGINE, limits, sql));

    assertThat(thrown.problem()).isInstanceOf(Problem.QueryTooLarge.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT length(list_reduce(range(60)::VARCHAR[], lambda a, b: a || b || a))",
        "WITH RECURSIVE r AS (SELECT 1 AS n, [1] AS s UNION ALL SELECT n + 1, list_concat(s, s)"
            + " FROM r WHERE n < 60) SELECT max(len(s)) FROM r",
        "SELECT histogram(range) FROM range(100000000)",
        "SELECT length(json_group_array(md5(range::VARCHAR))::VARCHAR) FROM range(100000000)",
        "SELECT max(len(l)) FROM (SELECT list(range) OVER (ORDER BY range) AS l FROM"
            + " range(1000000))",
      })
  void endsWhatGrows(String sql) {
    QueryLimits limits = limits(Duration.ofSeconds(2), 64L << 20, 16L << 20);
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class, () -> new Lake(directory).query(ENGINE, limits, sql));

    assertThat(thrown.problem())
        .isInstanceOfAny(
            Problem.QueryTooLarge.class, Problem.QueryTimeout.class, Problem.SqlRefused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "SELECT 1, ' UNION ALL SELECT 1', 3000",
    "SELECT count(*) FROM range(2), ', range(2)', 3000",
    "SELECT count(*) FROM range(2) r, ' NATURAL JOIN range(2) r', 2000",
    "SELECT 1, ' + 1', 15000",
    "SELECT true, ' AND true', 7000",
    "VALUES (1), ', (1)', 12000",
  })
  void answersOrEndsWhatIsLong(String start, String more, int times) {
    String sql = start + more.repeat(times);
    assertThat(endOf(sql)).isIn("rows", "SqlRefused", "QueryTimeout", "QueryTooLarge");
  }

  private String endOf(String sql) {
    try {
      return new Lake(directory).query(ENGINE, SHORT, sql).rows().isEmpty() ? "none" : "rows";
    } catch (ProblemException e) {
      return e.problem().getClass().getSimpleName();
    }
  }

  @Test
  void endsStringsThatDoubleAgainAndAgain() {
    StringBuilder sql = new StringBuilder("WITH a0 AS (SELECT repeat('x', 1000) AS s)");
    for (int i = 1; i < 40; i++) {
      sql.append(", a%d AS MATERIALIZED (SELECT s || s AS s FROM a%d)".formatted(i, i - 1));
    }
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                new Lake(directory)
                    .query(
                        ENGINE,
                        limits(Duration.ofSeconds(5), 64L << 20, 16L << 20),
                        sql + " SELECT length(s) FROM a39"));

    assertThat(thrown.problem())
        .isInstanceOfAny(
            Problem.QueryTooLarge.class, Problem.QueryTimeout.class, Problem.SqlRefused.class);
  }

  @Test
  void spillsIntoItsDirectoryAndCleansUp() throws IOException {
    QueryLimits limits = limits(Duration.ofSeconds(30), 48L << 20, 1L << 30);
    Lake.Answer answer =
        new Lake(directory)
            .query(
                ENGINE,
                limits,
                "SELECT count(DISTINCT s), max(n) FROM (SELECT md5(range::VARCHAR) AS s,"
                    + " row_number() OVER (ORDER BY md5(range::VARCHAR)) AS n FROM"
                    + " range(1000000))");

    assertThat(answer.row()).containsExactly(1_000_000L, 1_000_000L);
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void freesEverythingWhenAResultIsLeftHalfRead() throws IOException {
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      session.accept("SELECT range FROM range(1000000000000)");
      session.plan(List.of(), List.of());
      try (RowCursor rows = session.execute(List.of())) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.value(0)).isEqualTo(0L);
      }
    }

    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void refusesAValueThatCannotBeComputedWhileRowsAreRead() {
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () ->
                new Lake(directory)
                    .query(
                        ENGINE,
                        "SELECT (CASE WHEN range = 3000 THEN 'x' ELSE '1' END)::INT FROM"
                            + " range(5000)"));

    assertThat(thrown.problem())
        .isInstanceOfSatisfying(
            Problem.SqlRefused.class,
            refused -> assertThat(refused.detail()).contains("Could not convert string 'x'"));
  }

  private List<Path> leftBehind() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
