package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.SqlSession;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementCageTest {
  @TempDir static Path directory;
  static final DuckDbEngine ENGINE = new DuckDbEngine();
  static Lake lake = new Lake(Path.of("."));

  @BeforeAll
  static void writeFiles() throws SQLException {
    lake =
        new Lake(directory)
            .define(
                "quakes",
                """
                {"name":"time","type":{"type":"long","logicalType":"timestamp-millis"}},
                {"name":"id","type":"long"},
                {"name":"net","type":["null","string"],"default":null},
                {"name":"tags","type":{"type":"array","items":"string"}},
                {"name":"magnitude","type":["null","double"],"default":null}
                """)
            .write(
                "quakes",
                LocalDate.parse("2026-01-01"),
                """
                SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (range) SECOND AS time,
                       range AS id, 'n' || range % 3 AS net, ['a', 'b'] AS tags,
                       range / 10 AS magnitude
                FROM range(100)
                """);
    Lake.plain("COPY (SELECT 42 AS secret) TO '" + directory.resolve("other.parquet") + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY quakes TO '/tmp/out.csv'",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "ATTACH '/tmp/x.db'",
        "ATTACH ':memory:' AS other",
        "DETACH memory",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 8",
        "SET enable_external_access = true",
        "RESET memory_limit",
        "PRAGMA version",
        "PRAGMA database_list",
        "CALL pragma_version()",
        "CALL duckdb_settings()",
        "CHECKPOINT",
        "EXPORT DATABASE '/tmp/x'",
        "IMPORT DATABASE '/tmp/x'",
        "CREATE TABLE t (x INT)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE MACRO m(x) AS x + 1",
        "CREATE SECRET s (TYPE s3)",
        "CREATE TEMP TABLE t AS SELECT 1",
        "CREATE TYPE t AS ENUM ('a')",
        "CREATE SEQUENCE s",
        "CREATE SCHEMA s",
        "DROP TABLE quakes",
        "ALTER TABLE quakes ADD COLUMN x INT",
        "INSERT INTO quakes (id) VALUES (1)",
        "UPDATE quakes SET id = 1",
        "DELETE FROM quakes",
        "TRUNCATE quakes",
        "MERGE INTO quakes USING quakes q ON true WHEN MATCHED THEN DELETE",
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "PREPARE p AS SELECT 1",
        "EXECUTE p(1)",
        "DEALLOCATE p",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE SELECT 1",
        "VACUUM",
        "ANALYZE",
        "USE memory",
        "COMMENT ON TABLE quakes IS 'x'",
        "PIVOT quakes ON net USING count(*)",
        "SELECT * FROM (PIVOT quakes ON net USING count(*))",
        "LOAD '/tmp/evil.so'",
        "UPDATE EXTENSIONS",
        "SET VARIABLE x = 1",
        "RESET VARIABLE x",
        "SET SESSION temp_directory = '/etc'",
        "SET GLOBAL allowed_paths = ['/etc/passwd']",
        "PRAGMA enable_profiling",
        "PRAGMA disable_checkpoint_on_shutdown",
        "PRAGMA import_database('/tmp/x')",
        "CALL enable_logging()",
        "CALL start_ui()",
        "FORCE CHECKPOINT",
        "FORCE INSTALL httpfs FROM community",
        "CREATE OR REPLACE PERSISTENT SECRET s (TYPE s3)",
        "DROP SECRET s",
        "CREATE FUNCTION getenv(x) AS x",
        "CREATE MACRO quakes() AS TABLE SELECT 1",
        "COPY FROM DATABASE memory TO other",
        "COPY quakes FROM '/etc/passwd'",
        "EXECUTE IMMEDIATE 'SELECT 1'",
      })
  void refusesWhatIsNoSelect(String sql) {
    Problem.SqlRefused refused = refused(sql);

    assertThat(refused.detail()).matches("only SELECT is accepted|syntax error at or near .*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT 1; SELECT 2 | exactly one SELECT is accepted, not 2 statements",
        "SELECT 1; DROP TABLE quakes | only SELECT is accepted",
        "-- nothing | exactly one SELECT is accepted, not 0 statements",
        "DESCRIBE quakes | not accepted: SHOW REF",
        "DESCRIBE SELECT 1 | not accepted: SHOW REF",
        "SHOW TABLES | not accepted: SHOW REF",
        "SHOW ALL TABLES | not accepted: SHOW REF",
        "SUMMARIZE quakes | not accepted: SHOW REF",
        "SELECT * FROM (DESCRIBE quakes) | not accepted: SHOW REF",
        "SELECT * FROM (SHOW TABLES) | not accepted: SHOW REF",
        "WITH x AS (INSERT INTO quakes (id) VALUES (1) RETURNING *) SELECT * FROM x | only SELECT"
            + " is accepted, not INSERT",
        "WITH x AS (DELETE FROM quakes RETURNING *) SELECT * FROM x | only SELECT is accepted, not"
            + " DELETE",
        "WITH x AS (UPDATE quakes SET id = 1 RETURNING *) SELECT * FROM x | only SELECT is"
            + " accepted, not UPDATE",
        "SELECT * FROM read_csv('/etc/passwd') | the function 'read_csv' is not accepted",
        "SELECT * FROM read_csv_auto('/etc/passwd') | the function 'read_csv_auto' is not accepted",
        "SELECT * FROM read_parquet('x.parquet') | the function 'read_parquet' is not accepted",
        "SELECT * FROM parquet_scan('x.parquet') | the function 'parquet_scan' is not accepted",
        "SELECT * FROM parquet_metadata('x.parquet') | the function 'parquet_metadata' is not"
            + " accepted",
        "SELECT * FROM parquet_schema('x.parquet') | the function 'parquet_schema' is not accepted",
        "SELECT * FROM read_json('x.json') | the function 'read_json' is not accepted",
        "SELECT * FROM read_ndjson_objects('x.json') | the function 'read_ndjson_objects' is not"
            + " accepted",
        "SELECT * FROM read_text('/etc/passwd') | the function 'read_text' is not accepted",
        "SELECT * FROM read_blob('/etc/passwd') | the function 'read_blob' is not accepted",
        "SELECT * FROM read_duckdb('/tmp/x.db') | the function 'read_duckdb' is not accepted",
        "SELECT * FROM glob('/etc/*') | the function 'glob' is not accepted",
        "SELECT * FROM sniff_csv('/etc/passwd') | the function 'sniff_csv' is not accepted",
        "SELECT * FROM duckdb_settings() | the function 'duckdb_settings' is not accepted",
        "SELECT * FROM duckdb_secrets() | the function 'duckdb_secrets' is not accepted",
        "SELECT * FROM duckdb_logs() | the function 'duckdb_logs' is not accepted",
        "SELECT * FROM duckdb_tables() | the function 'duckdb_tables' is not accepted",
        "SELECT * FROM duckdb_functions() | the function 'duckdb_functions' is not accepted",
        "SELECT * FROM duckdb_temporary_files() | the function 'duckdb_temporary_files' is not"
            + " accepted",
        "SELECT * FROM which_secret('s3://x', 's3') | the function 'which_secret' is not accepted",
        "SELECT * FROM enable_logging() | the function 'enable_logging' is not accepted",
        "SELECT * FROM checkpoint() | the function 'checkpoint' is not accepted",
        "SELECT * FROM pragma_table_info('quakes') | the function 'pragma_table_info' is not"
            + " accepted",
        "SELECT * FROM pragma_storage_info('quakes') | the function 'pragma_storage_info' is not"
            + " accepted",
        "SELECT * FROM query('SELECT 1') | the function 'query' is not accepted",
        "SELECT * FROM query_table('quakes') | the function 'query_table' is not accepted",
        "SELECT * FROM json_execute_serialized_sql('{}') | the function"
            + " 'json_execute_serialized_sql' is not accepted",
        "SELECT * FROM test_all_types() | the function 'test_all_types' is not accepted",
        "SELECT * FROM repeat_row(1, num_rows := 10) | the function 'repeat_row' is not accepted",
        "SELECT * FROM arrow_scan(1, 2, 3) | the function 'arrow_scan' is not accepted",
        "SELECT * FROM seq_scan('quakes') | the function 'seq_scan' is not accepted",
        "SELECT * FROM register_external_resource('x') | the function 'register_external_resource'"
            + " is not accepted",
        "SELECT getenv('HOME') | the function 'getenv' is not accepted",
        "SELECT 'HOME'.getenv() | the function 'getenv' is not accepted",
        "SELECT net FROM quakes ORDER BY getenv('HOME') | the function 'getenv' is not accepted",
        "SELECT list_transform(tags, lambda x: getenv(x)) FROM quakes | the function 'getenv' is"
            + " not accepted",
        "SELECT current_setting('memory_limit') | the function 'current_setting' is not accepted",
        "SELECT getvariable('x') | the function 'getvariable' is not accepted",
        "SELECT current_query() | the function 'current_query' is not accepted",
        "SELECT nextval('s') | the function 'nextval' is not accepted",
        "SELECT setseed(0.5) | the function 'setseed' is not accepted",
        "SELECT pg_sleep(100) | the function 'pg_sleep' is not accepted",
        "SELECT sleep_ms(100000) | the function 'sleep_ms' is not accepted",
        "SELECT write_log('x') | the function 'write_log' is not accepted",
        "SELECT json_serialize_sql('SELECT 1') | the function 'json_serialize_sql' is not accepted",
        "SELECT json_serialize_plan('SELECT 1') | the function 'json_serialize_plan' is not"
            + " accepted",
        "SELECT version() | the function 'version' is not accepted",
        "SELECT pg_get_viewdef(1) | the function 'pg_get_viewdef' is not accepted",
        "SELECT no_such_function(1) | the function 'no_such_function' is not accepted",
        "SELECT main.abs(1) | names of catalogs and schemas are not accepted",
        "SELECT system.main.abs(1) | names of catalogs and schemas are not accepted",
        "SELECT sum(id) OVER (ORDER BY current_setting('x')) FROM quakes | the function"
            + " 'current_setting' is not accepted",
        "SELECT * FROM main.quakes | names of catalogs and schemas are not accepted",
        "SELECT * FROM memory.main.quakes | names of catalogs and schemas are not accepted",
        "SELECT * FROM information_schema.tables | names of catalogs and schemas are not accepted",
        "SELECT * FROM pg_catalog.pg_class | names of catalogs and schemas are not accepted",
        "SELECT * FROM tarn_empty.quakes | names of catalogs and schemas are not accepted",
        "SELECT 1::main.integer | names of catalogs and schemas are not accepted",
        "SELECT * FROM quakes AT (VERSION => 1) | AT is not accepted",
        "SELECT * FROM sql_auto_complete('SEL') | the function 'sql_auto_complete' is not accepted",
        "SELECT * FROM from_substrait('x'::BLOB) | the function 'from_substrait' is not accepted",
        "SELECT * FROM force_checkpoint() | the function 'force_checkpoint' is not accepted",
        "SELECT * FROM pragma_database_size() | the function 'pragma_database_size' is not"
            + " accepted",
        "SELECT * FROM pragma_version() | the function 'pragma_version' is not accepted",
        "SELECT * FROM pragma_user_agent() | the function 'pragma_user_agent' is not accepted",
        "SELECT * FROM duckdb_variables() | the function 'duckdb_variables' is not accepted",
        "SELECT * FROM duckdb_databases() | the function 'duckdb_databases' is not accepted",
        "SELECT * FROM duckdb_memory() | the function 'duckdb_memory' is not accepted",
        "SELECT * FROM duckdb_extensions() | the function 'duckdb_extensions' is not accepted",
        "SELECT * FROM duckdb_approx_database_count() | the function"
            + " 'duckdb_approx_database_count' is not accepted",
        "SELECT * FROM read_csv(['/etc/passwd', 'x']) | the function 'read_csv' is not accepted",
        "SELECT * FROM READ_CSV('/etc/passwd') | the function 'read_csv' is not accepted",
        "SELECT * FROM \"read_csv\"('/etc/passwd') | the function 'read_csv' is not accepted",
        "SELECT * FROM quakes, LATERAL read_text(concat('/etc/', net)) | the function 'read_text'"
            + " is not accepted",
        "SELECT (SELECT content FROM read_text('/etc/passwd')) | the function 'read_text' is not"
            + " accepted",
        "SELECT 1 ORDER BY (SELECT count(*) FROM glob('*')) | the function 'glob' is not accepted",
        "SELECT 1 LIMIT (SELECT count(*) FROM glob('*')) | the function 'glob' is not accepted",
        "WITH x AS MATERIALIZED (FROM glob('*')) SELECT 1 | the function 'glob' is not accepted",
        "SELECT * FROM quakes q JOIN glob('*') g ON getenv('x') = q.net | the function 'glob' is"
            + " not accepted",
        "SELECT * FROM parquet_file_metadata('x') | the function 'parquet_file_metadata' is not"
            + " accepted",
        "SELECT * FROM parquet_kv_metadata('x') | the function 'parquet_kv_metadata' is not"
            + " accepted",
        "SELECT * FROM parquet_bloom_probe('x', 'y', 1) | the function 'parquet_bloom_probe' is not"
            + " accepted",
        "SELECT * FROM read_json_objects('x') | the function 'read_json_objects' is not accepted",
        "SELECT * FROM query_table(['quakes']) | the function 'query_table' is not accepted",
        "SELECT COLUMNS(c -> getenv(c)) FROM quakes | the function 'getenv' is not accepted",
        "SELECT COLUMNS(lambda c: getenv(c) IS NULL) FROM quakes | the function 'getenv' is not"
            + " accepted",
        "SELECT * REPLACE (getenv(net) AS net) FROM quakes | the function 'getenv' is not accepted",
        "SELECT getenv(COLUMNS('net')) FROM quakes | the function 'getenv' is not accepted",
        "SELECT count(*) FILTER (WHERE getenv('x') = 'y') FROM quakes | the function 'getenv' is"
            + " not accepted",
        "SELECT DISTINCT ON (getenv('x')) 1 FROM quakes | the function 'getenv' is not accepted",
        "SELECT 1 FROM quakes GROUP BY GROUPING SETS ((getenv('x'))) | the function 'getenv' is not"
            + " accepted",
        "SELECT * FROM quakes PIVOT (max(getenv(net)) FOR id IN (1)) | the function 'getenv' is not"
            + " accepted",
        "VALUES (getenv('HOME')) | the function 'getenv' is not accepted",
        "SELECT currval('s') | the function 'currval' is not accepted",
        "SELECT enum_range(NULL::quakes) | the function 'enum_range' is not accepted",
        "SELECT current_schemas(true) | the function 'current_schemas' is not accepted",
        "SELECT has_table_privilege('quakes', 'select') | the function 'has_table_privilege' is not"
            + " accepted",
        "SELECT parse_path('/etc/passwd') | the function 'parse_path' is not accepted",
        "SELECT json_deserialize_sql('{}') | the function 'json_deserialize_sql' is not accepted",
        "SELECT $1 | '$' is not accepted",
        "SELECT $name | '$' is not accepted",
        "SELECT $$text$$ | '$' is not accepted",
      })
  void refusesWhatReachesOut(String sql, String reason) {
    assertThat(refused(sql).detail()).startsWith(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT * FROM '/etc/passwd' | /etc/passwd",
        "SELECT * FROM 'other.parquet' | other.parquet",
        "SELECT * FROM \"s3://bucket/x.parquet\" | s3://bucket/x.parquet",
        "SELECT * FROM sqlite_master | sqlite_master",
        "SELECT * FROM pg_tables | pg_tables",
        "SELECT * FROM duckdb_settings | duckdb_settings",
        "SELECT * FROM Quakes | quakes",
        "SELECT (SELECT max(id) FROM a), b.* FROM b WHERE EXISTS (FROM c) | a,b,c",
        "TABLE quakes | quakes",
        "FROM quakes | quakes",
        "WITH a AS (FROM b) FROM a | b",
        "WITH a AS (FROM duckdb_settings), duckdb_settings AS (SELECT 1) FROM a | duckdb_settings",
        "SELECT * FROM (WITH a AS (SELECT 1) FROM a), a | a",
        "WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r, d WHERE x < 3) FROM r |"
            + " d",
        "WITH quakes AS (FROM quakes) FROM quakes | quakes",
        "SELECT 1 UNION ALL (WITH a AS (SELECT 1) FROM a) UNION ALL FROM a | a",
        "WITH a AS (SELECT 1) SELECT (WITH b AS (FROM a) FROM b) | ``",
        "WITH a AS (SELECT 1) SELECT 1 ORDER BY (SELECT max(x) FROM a, z) | z",
        "SELECT * FROM quakes PIVOT (count(*) FOR net IN ('a', 'b')) | quakes",
        "SELECT * FROM q1 UNPIVOT (v FOR n IN (a, b)) | q1",
        "SELECT * FROM a ASOF JOIN b USING (x) SEMI JOIN c USING (y) | a,b,c",
        "SELECT * FROM a, LATERAL (SELECT * FROM b WHERE b.x = a.x) | a,b",
      })
  void namesTheTablesThatTheStatementDoesNotDefine(String sql, String names) {
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      assertThat(session.accept(sql))
          .containsExactlyInAnyOrderElementsOf(
              names.isEmpty() ? List.of() : List.of(names.split(",")));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SELECT a fro t whe | 1 | 14",
        "SELECT 1\\n  FROM quakes\\n  WHERE x > > 2 | 3 | 13",
        "SELECT 'é', getenv('A') | 1 | 13",
        "SELECT 1,\\n read_text('x') | 2 | 2",
      })
  void saysWhereTheFaultStands(String sql, int line, int column) {
    Problem.SqlRefused refused = refused(sql.replace("\\n", "\n"));

    assertThat(refused.place().orElseThrow().line()).hasValue(line);
    assertThat(refused.place().orElseThrow().column()).hasValue(column);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM quakes",
        "FROM quakes SELECT net, count(*) GROUP BY ALL ORDER BY ALL",
        "SELECT * EXCLUDE (tags) REPLACE (id + 1 AS id) FROM quakes",
        "SELECT COLUMNS('i.*') FROM quakes",
        "SELECT DISTINCT ON (net) net, id FROM quakes ORDER BY net, id DESC",
        "SELECT net, row_number() OVER w FROM quakes WINDOW w AS (PARTITION BY net ORDER BY id)",
        "SELECT net, lag(id) OVER (ORDER BY time), sum(id) FILTER (WHERE id > 3) OVER () FROM"
            + " quakes",
        "SELECT * FROM quakes QUALIFY rank() OVER (PARTITION BY net ORDER BY id DESC) = 1",
        "WITH a AS (SELECT net FROM quakes), b AS MATERIALIZED (FROM a) SELECT * FROM a JOIN b"
            + " USING (net)",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT sum(n)"
            + " FROM r",
        "SELECT net, count(*) FROM quakes GROUP BY GROUPING SETS ((net), ()) HAVING count(*) > 1",
        "SELECT net, grouping(net) FROM quakes GROUP BY ROLLUP (net)",
        "SELECT id FROM quakes UNION SELECT 1 EXCEPT SELECT 2 INTERSECT SELECT 3",
        "SELECT unnest(tags), id FROM quakes",
        "SELECT * FROM quakes, unnest(tags) AS u(tag)",
        "SELECT * FROM range(10), generate_series(1, 3)",
        "SELECT * FROM generate_series(DATE '2026-01-01', DATE '2026-01-05', INTERVAL 1 DAY)",
        "SELECT [x + 1 FOR x IN [1, 2, 3] IF x > 1]",
        "SELECT list_transform(tags, lambda t: upper(t)), list_reduce([1, 2], lambda a, b: a + b)"
            + " FROM quakes",
        "SELECT {'a': 1, 'b': [1, 2]}, MAP {'x': 1}, [1, 2][1], ROW(1, 2), (1, 2)",
        "SELECT CASE WHEN id > 3 THEN 'a' ELSE 'b' END, coalesce(net, 'x'), nullif(id, 1) FROM"
            + " quakes",
        "SELECT CAST(id AS VARCHAR), TRY_CAST(net AS INTEGER), id::DOUBLE FROM quakes",
        "SELECT extract(hour FROM time), date_trunc('day', time), time AT TIME ZONE 'UTC' FROM"
            + " quakes",
        "SELECT strftime(time, '%Y-%m-%d'), time + INTERVAL 1 DAY, age(time) FROM quakes",
        "SELECT now(), current_timestamp, current_date, today()",
        "SELECT * FROM quakes WHERE net LIKE 'n%' AND net NOT IN ('n1') AND id BETWEEN 1 AND 5",
        "SELECT * FROM quakes WHERE net SIMILAR TO 'n.' OR regexp_matches(net, '^n') OR net ILIKE"
            + " 'N_'",
        "SELECT * FROM quakes WHERE id = ANY (SELECT 3) AND EXISTS (SELECT 1) AND id IN (SELECT 3)",
        "SELECT (SELECT max(id) FROM quakes q WHERE q.net = quakes.net) FROM quakes",
        "SELECT * FROM quakes TABLESAMPLE 10 ROWS",
        "SELECT * FROM quakes USING SAMPLE 10% (bernoulli)",
        "SELECT * FROM quakes ORDER BY magnitude DESC NULLS LAST LIMIT 5 OFFSET 2",
        "SELECT * FROM quakes LIMIT 10%",
        "SELECT quantile_cont(magnitude, 0.5), median(id), mode(net), approx_count_distinct(id)"
            + " FROM quakes",
        "SELECT string_agg(net, ',' ORDER BY id), list(id), histogram(net), arg_max(net, id) FROM"
            + " quakes",
        "SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS v(x, y)",
        "VALUES (1), (2)",
        "SELECT * FROM quakes PIVOT (count(*) FOR net IN ('n0', 'n1'))",
        "SELECT * FROM (SELECT 1 AS a, 2 AS b) UNPIVOT (v FOR n IN (a, b))",
        "SELECT q.* FROM quakes q ASOF JOIN quakes r ON q.net = r.net AND q.time >= r.time",
        "SELECT * FROM quakes POSITIONAL JOIN range(3)",
        "SELECT * FROM quakes q, LATERAL (SELECT q.id + 1 AS next) LIMIT 3",
        "SELECT net COLLATE NOCASE FROM quakes ORDER BY 1",
        "SELECT json_extract('{\"a\": 1}', '$.a'), '{\"a\": 1}'::JSON ->> 'a'",
        "SELECT to_json(quakes) FROM quakes LIMIT 1",
        "SELECT #1 FROM quakes ORDER BY 1 LIMIT 1",
        "SELECT 5 // 2, 5 % 2, 2 ** 3, -id, NOT true, 1 IS DISTINCT FROM 2, 5! FROM quakes LIMIT 1",
        "SELECT printf('%5d|%s', 5, 'a'), format('{:>5}', 'a'), lpad('x', 5, '0'), repeat('ab', 3)",
        "SELECT substring('abc' FROM 1 FOR 2), trim(BOTH FROM ' a '), position('a' IN 'ba')",
        "SELECT bar(id, 0, 100, 10) FROM quakes LIMIT 1",
        "SELECT time_bucket(INTERVAL 1 HOUR, time), epoch_ms(time) FROM quakes LIMIT 1",
        "SELECT current_user, user, current_catalog, current_schema",
      })
  void acceptsTheLanguageOfSelect(String sql) {
    assertThat(lake.query(ENGINE, sql).rows()).isNotNull();
  }

  @Test
  void refusesTextThatIsTooLong() {
    assertThat(refused("SELECT 1 --" + "x".repeat(SqlText.MAX_BYTES)).detail())
        .isEqualTo("the statement has 65547 bytes; 65536 are accepted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{'a':", "f(", "CASE WHEN (", "(SELECT ("})
  void refusesBracketsThatAreNestedTooDeeply(String open) {
    assertThat(refused("SELECT " + open.repeat(100)).detail())
        .isEqualTo("brackets are nested more than 60 deep");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT e'\\' , '%s",
        "SELECT date'\\' , %s",
        "SELECT /* /* */ ' */ %s",
        "SELECT \"a\"\"'\", %s",
        "SELECT 1 -- '\n, %s",
        "SELECT '''', %s",
      })
  void countsNestingBehindQuotesThatEnd(String start) {
    String sql = start.formatted("(".repeat(100));

    assertThat(refused(sql).detail())
        .matches("brackets are nested more than 60 deep|syntax error.*|unterminated.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1%s",
        "SELECT 1 FROM quakes%s",
      })
  void refusesChainsThatAreTooLong(String start) {
    String link = start.endsWith("quakes%s") ? " NATURAL JOIN quakes" : " + 1";
    Problem.SqlRefused refused = refused(start.formatted(link.repeat(900)));

    assertThat(refused.detail())
        .matches("the statement is nested too deeply|Max expression depth limit.*");
  }

  @Test
  void refusesNulCharacters() {
    assertThat(refused("SELECT 1\0; DROP TABLE quakes").detail())
        .isEqualTo("the statement holds a NUL character");
  }

  private static Problem.SqlRefused refused(String sql) {
    try (SqlSession session = ENGINE.open(Lake.LIMITS, directory)) {
      ProblemException thrown =
          catchThrowableOfType(ProblemException.class, () -> session.accept(sql));
      assertThat(thrown).as(sql).isNotNull();
      return (Problem.SqlRefused) thrown.problem();
    }
  }
}
