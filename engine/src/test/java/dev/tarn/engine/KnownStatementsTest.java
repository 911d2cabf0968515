package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.RowCursor;
import dev.tarn.query.SqlSession;
import dev.tarn.query.TableScan;
import dev.tarn.query.TypedTable;
import dev.tarn.table.Predicate;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownStatementsTest {
  private static final DuckDbEngine ENGINE = new DuckDbEngine();
  private static final String FIELDS =
      """
      {"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},
      {"name":"id","type":"long"}
      """;

  @TempDir Path directory;

  private final KnownStatements known = new KnownStatements();

  @Test
  void keepTheLatestShortOnes() {
    var tree = JsonNodeFactory.instance.objectNode();
    String first = "SELECT 0";
    known.accepted(first, tree);
    known.accepted("SELECT '" + "x".repeat(2_000) + "'", tree);
    for (int i = 1; i < 128; i++) {
      known.accepted("SELECT " + i, tree);
      assertThat(known.tree(first)).containsSame(tree);
    }
    known.accepted("SELECT 128", tree);

    assertThat(known.tree("SELECT 1")).isEmpty();
    assertThat(known.tree(first)).containsSame(tree);
    assertThat(known.tree("SELECT '" + "x".repeat(2_000) + "'")).isEmpty();
  }

  @Test
  void planByTheTypesOfTables() {
    Lake lake = new Lake(directory).define("t", FIELDS);
    Lake other = new Lake(directory).define("t", FIELDS.replace("\"long\"}", "\"int\"}"));
    List<TableScan> scans =
        List.of(new TableScan("t", Set.of("id"), Predicate.ALWAYS, OptionalLong.empty(), false));
    List<TypedTable> tables = lake.typed(Set.of("t"));
    known.planned("SELECT id FROM t", tables, scans);

    assertThat(known.scans("SELECT id FROM t", lake.typed(Set.of("t")))).contains(scans);
    assertThat(known.scans("SELECT id FROM t", other.typed(Set.of("t")))).isEmpty();
    assertThat(known.scans("SELECT id  FROM t", tables)).isEmpty();
  }

  @Test
  void answerTheSameAgainOverOtherFiles() throws Exception {
    Lake lake = new Lake(directory).define("t", FIELDS);
    String sql = "SELECT count(*), max(id) FROM t WHERE id >= ? AND time < '2026-06-01'";
    assertThat(lake.query(ENGINE, sql, 1L).row()).containsExactly(0L, null);
    assertThat(lake.query(ENGINE, sql, 1L).row()).containsExactly(0L, null);
    lake.write(
        "t",
        LocalDate.parse("2026-01-01"),
        "SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' AS time, range AS id FROM range(10)");

    assertThat(lake.query(ENGINE, sql, 1L).row()).containsExactly(9L, 9L);
    assertThat(lake.query(ENGINE, sql, 1L).row()).containsExactly(9L, 9L);
    assertThat(lake.query(ENGINE, sql, 8L).row()).containsExactly(2L, 9L);
    assertThat(lake.scans(ENGINE, sql, 8L)).isEqualTo(lake.scans(new DuckDbEngine(), sql, 8L));
  }

  @Test
  void planWhatDependsOnTheTimeEachTime() throws Exception {
    Lake lake = new Lake(directory).define("t", FIELDS);
    String sql = "SELECT id FROM t WHERE time > now() - INTERVAL 1 HOUR";

    List<TableScan> first = lake.scans(ENGINE, sql);

    assertThat(lake.scans(ENGINE, sql)).isNotEqualTo(first);
  }

  @Test
  void refuseAgainWhatWasRefused() throws Exception {
    Lake lake = new Lake(directory).define("t", FIELDS);
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> lake.query(ENGINE, "COPY t TO 'x'"));
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> lake.query(ENGINE, "SELECT nothing FROM t"));
    }
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      var _ = session.accept("SELECT id FROM t");
      var _ = session.plan(lake.typed(Set.of("t")), List.of());
      try (RowCursor rows = session.execute(lake.fetched(Set.of("t")))) {
        assertThat(rows.next()).isFalse();
      }
    }
  }
}
