package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.problem.ProblemException;
import dev.tarn.query.SqlSession;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrowthGateTest {
  private static final DuckDbEngine ENGINE = new DuckDbEngine();

  @TempDir static Path directory;
  static Lake lake = new Lake(Path.of("."));

  @BeforeAll
  static void writeFiles() throws SQLException {
    lake =
        new Lake(directory)
            .define(
                "quakes",
                """
                {"name":"id","type":"long"},
                {"name":"net","type":"string"},
                {"name":"tags","type":{"type":"array","items":"string"}}
                """)
            .write(
                "quakes",
                LocalDate.parse("2026-01-01"),
                "SELECT range AS id, 'n' || range % 3 AS net, ['a', 'b'] AS tags FROM range(100)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT repeat('x', 1000000000) | what is made by 'repeat' here could get longer",
        "SELECT repeat(repeat('x', 1000), 1000) | what is made by 'repeat' here could get longer",
        "SELECT repeat('x', id::INT) FROM quakes | how long 'repeat' makes a value must be an"
            + " integer constant",
        "SELECT 'x'.repeat(1000000) | what is made by 'repeat' here could get longer",
        "SELECT lpad('x', 1000000000, 'y') | what is made by 'lpad' here could get longer",
        "SELECT rpad('x', id::INT, 'y') FROM quakes | how long 'rpad' makes",
        "SELECT bar(1, 0, 1, 1000000000) | what is made by 'bar' here could get longer",
        "SELECT list_resize([1], 300000000) | what is made by 'list_resize' here could get longer",
        "SELECT range(300000000) | what is made by 'range' here could get longer",
        "SELECT generate_series(0, 300000000) | what is made by 'generate_series' here could get"
            + " longer",
        "SELECT range(id) FROM quakes | 'range' takes integer constants alone, except in FROM",
        "SELECT bitstring('1', 2000000000) | what is made by 'bitstring' here could get longer",
        "SELECT printf('%1000000000d', 1) | 'printf' takes widths of up to 999",
        "SELECT printf('%*d', 1000000000, 1) | 'printf' takes widths of up to 999",
        "SELECT format('{:>1000000000}', 1) | 'format' takes widths of up to 999",
        "SELECT format(net, 1) FROM quakes | the format of 'format' must be a constant",
        "SELECT NULL::INTEGER[1000][1000] | what is made by 'array' here could get longer",
        "SELECT replace(repeat('a', 1000), 'a', repeat('b', 1000)) | what is made by 'replace' here"
            + " could get longer",
        "SELECT replace(replace(replace(replace(replace(replace(net, 'a', 'aaaaaaaaaa'), 'a',"
            + " 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a', 'aaaaaaaaaa'), 'a',"
            + " 'aaaaaaaaaa') FROM quakes | what is made by 'replace' here could get longer",
        "SELECT regexp_replace(repeat('a', 1000), 'a', repeat('b', 1000), 'g') | what is made by"
            + " 'regexp_replace' here could get longer",
        "SELECT array_to_string(range(1000)::VARCHAR[], repeat('b', 1000)) | what is made by"
            + " 'array_to_string' here could get longer",
        "SELECT list_transform(range(1000), lambda x: repeat('y', 1000)) | what is made by"
            + " 'list_transform' here could get longer",
        "SELECT [repeat('y', 1000) FOR x IN range(1000)] | what is made by 'list_",
        "SELECT list_aggregate(range(1000), 'string_agg', repeat('b', 1000)) | what is made by"
            + " 'list_aggregate' here could get longer",
        "SELECT levenshtein(repeat('a', 1000), repeat('b', 1000)) | what is made by 'levenshtein'"
            + " here could get longer",
        "SELECT repeat('a', 10000) SIMILAR TO repeat('(ab)?', 10000) | what is made by"
            + " 'regexp_full_match' here could get longer",
      })
  void refusesValuesThatCouldGetHuge(String sql, String reason) {
    assertThat(refusal(sql)).startsWith(reason);
  }

  @Test
  void refusesLongTextsThatAreRepeated() {
    assertThat(refusal("SELECT repeat('" + "x".repeat(60_000) + "', 10000)"))
        .isEqualTo("what is made of this string here could get longer than 16,777,216 bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT replace(replace(replace(net, '&', '&amp;'), '<', '&lt;'), '>', '&gt;') FROM quakes",
        "SELECT list_transform(range(50000), lambda x: x + 1), list_aggregate(range(50000), 'sum')",
        "SELECT regexp_replace(net, '^(.)(.*)$', '\\2 \\1'), array_to_string(tags, ', ') FROM"
            + " quakes",
        "SELECT levenshtein(net, 'n1'), rpad('x', 100, '.'), repeat('-', 80) FROM quakes",
      })
  void acceptsWhatStaysShort(String sql) {
    assertThat(lake.query(ENGINE, sql).rows()).isNotEmpty();
  }

  @Test
  void refusesValuesThatCouldGetHugeByAParameter() {
    ProblemException thrown =
        catchThrowableOfType(
            ProblemException.class,
            () -> lake.query(ENGINE, "SELECT repeat('x', ?)", 1_000_000_000L));

    assertThat(thrown.problem().detail()).startsWith("what is made by 'repeat' here");
  }

  private static String refusal(String sql) {
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      ProblemException thrown =
          catchThrowableOfType(ProblemException.class, () -> session.accept(sql));
      assertThat(thrown).as(sql).isNotNull();
      return thrown.problem().detail();
    }
  }
}
