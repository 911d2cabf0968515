package dev.tarn.export.athena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.aws.athena.AthenaPlace;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.UnloadRequest;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnloadStatementTest {
  private static final String LOCATION = "s3://publish/it's/";

  @ParameterizedTest
  @EnumSource
  void writesParquet(ExportCompression compression) {
    assertThat(statement("SELECT 1", compression))
        .isEqualTo(
            "UNLOAD (\nSELECT 1\n)\nTO 's3://publish/it''s/'\nWITH (format = 'PARQUET',"
                + " compression = '"
                + compression
                + "')");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ')' FROM t",
        "SELECT 'it''s ) -- /*' FROM \"a)\"\"b\"",
        "SELECT (a + (b)) / c - -d FROM t -- the end )",
        "SELECT 1 /* ) ' \" -- */ FROM t",
        "WITH x AS (SELECT 1)\r\nSELECT * FROM x",
        "SELECT a -- ' )\nFROM t",
        "SELECT 'a;b`c$d', \"$path\" FROM t",
      })
  void takesWhatStaysWithinItsParentheses(String sql) {
    assertThat(statement(sql)).startsWith("UNLOAD (\n" + sql + "\n)\nTO ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT 1) TO 's3://elsewhere/' WITH (format = 'JSON') -- | 1 | 9 | closes nothing",
        "SELECT 'it's) FROM t' | 1 | 13 | closes nothing",
        "SELECT 'it''s FROM t | 1 | 8 | quote",
        "SELECT 1 FROM \"t | 1 | 15 | quote",
        "SELECT 1 /* FROM t | 1 | 10 | comment",
        "SELECT 1 /*/ FROM t | 1 | 10 | comment",
        "SELECT (1 FROM t | 1 | 17 | not closed",
        "SELECT 1; DROP TABLE t | 1 | 9 | ';'",
        "SELECT `a)` | 1 | 8 | '`'",
        "SELECT $$)$$ | 1 | 8 | '$'",
        "SELECT /* /* */ ) */ 1 | 1 | 11 | comment in a comment",
        "SELECT E'\\' FROM secret --' FROM t | 1 | 9 | right after a letter",
        "SELECT \\ FROM t | 1 | 8 | '\\'",
        "SELECT * FROM Lake.secret | 1 | 15 | 'Lake' before a dot",
        "SELECT * FROM \"lake\" . secret | 1 | 15 | 'lake' before a dot",
        "SELECT * FROM information_schema.tables | 1 | 15 | before a dot",
        "SELECT * FROM t WHERE n\u00ebt = 1 | 1 | 24 | outside of ASCII",
      })
  void refusesWhatWouldLeaveThem(String sql, int line, int column, String detail) {
    refused(sql, Place.position(line, column), detail);
  }

  @Test
  void namesTheLineAtFault() {
    refused("SELECT 1\n  -- a comment\n  )", Place.position(3, 3), "closes nothing");
    refused("SELECT 1 -- a comment\r )", Place.position(1, 24), "closes nothing");
  }

  @Test
  void refusesAStatementThatAthenaWouldNotTake() {
    String longest = "SELECT '" + "ä".repeat(131_000) + "'";
    assertThat(statement(longest)).contains(longest);

    assertThatThrownBy(() -> statement("SELECT '" + "ä".repeat(131_072) + "'"))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("more than 262144");
  }

  private static void refused(String sql, Place place, String detail) {
    assertThatThrownBy(() -> statement(sql))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem()).isInstanceOf(Problem.SqlRefused.class);
              assertThat(e.problem().detail()).contains(detail);
              assertThat(e.problem().place()).isEqualTo(Optional.of(place));
            });
  }

  private static String statement(String sql) {
    return statement(sql, ExportCompression.GZIP);
  }

  private static String statement(String sql, ExportCompression compression) {
    UnloadRequest request =
        new UnloadRequest("t".repeat(32), sql, new ObjectKey("it's"), compression);
    return UnloadStatement.of(request, LOCATION, new AthenaPlace("tarn", "AwsDataCatalog", "lake"));
  }
}
