package dev.tarn.function.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A tenant tries to see rows of another's. What they get is held against what the same SQL answers
/// over a lake that has never held any other rows than theirs.
class TenantRowsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ACCESS =
      ", \"rowAccess\": {\"column\": \"tenant\", \"claim\": \"tenant\"}";
  private static final Map<String, String> ALL =
      Map.of("sub", "o", "scope", "query", "datasets", "*", "tenant", "*");

  private static final String OWN =
      """
      {"time": "2026-01-01T00:00:00Z", "tenant": "a", "device": "a1", "secret": "17", "celsius": 20.5}
      {"time": "2026-01-01T01:00:00Z", "tenant": "a", "device": "a2", "secret": "18", "celsius": null}
      {"time": "2026-01-02T01:00:00Z", "tenant": "a", "device": "a1", "secret": "19", "celsius": 21.5}
      """;
  private static final String FOREIGN =
      """
      {"time": "2026-01-01T00:00:00Z", "tenant": "b", "device": "b-device", "secret": "zebra", "celsius": 777.25}
      {"time": "2026-01-01T02:00:00Z", "tenant": "A", "device": "b-device", "secret": "zebra", "celsius": 777.25}
      {"time": "2026-01-02T02:00:00Z", "tenant": null, "device": "b-device", "secret": "zebra", "celsius": -777.25}
      {"time": "2026-01-03T02:00:00Z", "tenant": "a ", "device": "b-device", "secret": "zebra", "celsius": 777.25}
      """;
  private static final String PLACE =
      """
      {"time": "2026-01-01T00:00:00Z", "tenant": null, "device": "a1", "secret": "place", "celsius": 1}
      {"time": "2026-01-01T00:00:00Z", "tenant": null, "device": "b-device", "secret": "place", "celsius": 2}
      """;

  @TempDir static Path scratch;

  private static TenantLake shared;
  private static TenantLake own;

  @BeforeAll
  static void fill() {
    shared = new TenantLake(scratch.resolve("shared"));
    shared.define("readings", "");
    shared.ingest("readings", FOREIGN);
    shared.ingest("readings", OWN.lines().findFirst().orElseThrow());
    shared.define("readings", ACCESS);
    shared.ingest(
        "readings", OWN.substring(OWN.indexOf('\n') + 1) + FOREIGN.replace("zebra", "zebra2"));
    own = new TenantLake(scratch.resolve("own"));
    own.define("readings", ACCESS);
    own.ingest("readings", OWN);
    for (TenantLake lake : List.of(shared, own)) {
      lake.define("places", "");
      lake.ingest("places", PLACE);
      lake.define("hidden", "");
      lake.ingest("hidden", PLACE.replace("place", "zebra"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM readings",
        "SELECT * FROM readings WHERE tenant = 'b'",
        "SELECT * FROM readings WHERE tenant = 'a' OR 1 = 1",
        "SELECT * FROM readings WHERE tenant <> 'a' OR tenant IS NULL",
        "SELECT * FROM readings WHERE NOT (tenant = 'a')",
        "SELECT * FROM readings UNION ALL SELECT * FROM readings",
        "SELECT secret FROM readings UNION SELECT secret FROM \"readings\"",
        "SELECT * FROM places EXCEPT SELECT * FROM readings",
        "SELECT secret FROM readings INTERSECT SELECT secret FROM readings",
        "SELECT r.* FROM places p JOIN readings r ON p.device = r.device",
        "SELECT p.device, r.secret FROM places p LEFT JOIN readings r USING (device)",
        "SELECT p.device, r.secret FROM places p FULL JOIN readings r ON p.device = r.device",
        "SELECT x.secret, y.secret FROM readings x CROSS JOIN readings y",
        "SELECT * FROM places p SEMI JOIN readings r ON p.device = r.device",
        "SELECT * FROM places p ANTI JOIN readings r ON p.device = r.device",
        "SELECT count(*) FROM places POSITIONAL JOIN readings",
        "SELECT p.device, r.secret FROM places p ASOF JOIN readings r"
            + " ON p.device = r.device AND p.time >= r.time",
        "SELECT (SELECT max(secret) FROM readings r WHERE r.device = p.device) FROM places p",
        "SELECT p.device FROM places p WHERE EXISTS"
            + " (SELECT 1 FROM readings r WHERE r.device = p.device)",
        "SELECT p.device FROM places p WHERE p.device IN (SELECT device FROM readings)",
        "SELECT p.device, l.secret FROM places p,"
            + " LATERAL (SELECT secret FROM readings r WHERE r.device = p.device) l",
        "WITH readings AS (SELECT * FROM readings) SELECT * FROM readings",
        "WITH r AS (SELECT * FROM readings), readings AS (SELECT 1 AS one)"
            + " SELECT * FROM r, readings",
        "WITH x AS MATERIALIZED (SELECT * FROM readings) SELECT * FROM x WHERE tenant = 'b'",
        "WITH RECURSIVE t AS (SELECT device, secret FROM readings UNION"
            + " SELECT r.device, r.secret FROM readings r JOIN t ON r.celsius > 0) SELECT * FROM t",
        "SELECT * FROM READINGS",
        "SELECT * FROM \"Readings\"",
        "SELECT * FROM readings AS hidden",
        "SELECT COLUMNS('.*ecret') FROM readings",
        "SELECT COLUMNS(*) FROM readings",
        "SELECT * EXCLUDE (tenant) FROM readings",
        "SELECT * EXCLUDE (tenant) REPLACE ('a' AS device) FROM readings",
        "SELECT * RENAME (tenant AS owner) FROM readings WHERE owner = 'b'",
        "SELECT tenant, count(*) FROM readings GROUP BY ALL",
        "SELECT count(*), count(tenant), count(celsius), sum(celsius), min(secret), max(secret),"
            + " min(celsius), max(celsius) FROM readings",
        "SELECT count(*) FROM readings",
        "SELECT min(time), max(time) FROM readings",
        "SELECT min(event_date), max(event_date), count(DISTINCT event_date) FROM readings",
        "SELECT count(*) FILTER (WHERE tenant IS NULL) FROM readings",
        "SELECT list(secret ORDER BY secret), string_agg(device, ',' ORDER BY device) FROM"
            + " readings",
        "SELECT tenant, device, count(*) FROM readings GROUP BY CUBE (tenant, device)",
        "SELECT tenant, count(*) FROM readings GROUP BY ROLLUP (tenant) HAVING count(*) > 0",
        "SELECT secret, lag(secret) OVER (ORDER BY time), row_number() OVER (ORDER BY time)"
            + " FROM readings",
        "SELECT secret, first_value(secret) OVER (ORDER BY celsius DESC NULLS LAST) FROM readings",
        "SELECT * FROM readings QUALIFY row_number() OVER (PARTITION BY tenant ORDER BY time) = 1",
        "SELECT DISTINCT ON (tenant) tenant, device FROM readings ORDER BY tenant, time",
        "PIVOT readings ON tenant USING count(*)",
        "SELECT * FROM (PIVOT readings ON tenant IN ('a', 'b') USING max(secret))",
        "UNPIVOT readings ON device, secret INTO NAME n VALUE v",
        "FROM readings",
        "FROM readings SELECT secret WHERE tenant = 'b'",
        "SELECT * FROM readings ORDER BY tenant DESC NULLS FIRST LIMIT 10",
        "SELECT * FROM readings LIMIT 5 OFFSET 0",
        "SELECT * FROM readings USING SAMPLE 100%",
        "SELECT * FROM readings TABLESAMPLE 100%",
        "SELECT readings FROM readings",
        "SELECT to_json(readings) FROM readings",
        "SELECT r FROM readings r WHERE r.tenant LIKE '%'",
        "SELECT unnest(list(secret)) FROM readings",
        "SELECT CAST(secret AS INTEGER) FROM readings",
        "SELECT device FROM readings WHERE CAST(secret AS INTEGER) > 0",
        "SELECT device FROM readings WHERE tenant = 'b' AND CAST(secret AS INTEGER) > 0",
        "SELECT sum(CAST(secret AS INTEGER)) FROM readings",
        "SELECT device FROM readings ORDER BY CAST(secret AS INTEGER)",
        "SELECT a.device FROM readings a JOIN readings b"
            + " ON CAST(a.secret AS INTEGER) = CAST(b.secret AS INTEGER)",
        "SELECT CASE WHEN tenant = 'a' THEN 1 ELSE CAST(secret AS INTEGER) END FROM readings",
        "SELECT device FROM readings WHERE CASE WHEN secret = 'zebra' THEN error('found') ELSE true"
            + " END",
        "SELECT device FROM readings WHERE celsius < 700 OR CAST(device AS DATE) IS NOT NULL",
        "SELECT CAST(secret AS ENUM('17', '18', '19')) FROM readings",
        "SELECT strptime(secret, '%d') FROM readings",
        "SELECT 1 / (celsius - 777.25) FROM readings",
      })
  void sqlSeesWhatItWouldIfThereWereNoOtherRows(String sql) {
    // Of several values the condition is one that DuckDB need not apply first.
    TenantLake.Answer answer = shared.query(with("[a nobody]"), body(sql).toString());
    TenantLake.Answer alone = own.query(ALL, body(sql).toString());

    assertThat(answer.text()).doesNotContain("zebra");
    assertThat(answer.status()).isEqualTo(alone.status());
    assertThat(rows(answer)).isEqualTo(rows(alone));
    assertThat(answer.json().path("detail")).isEqualTo(alone.json().path("detail"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM hidden",
        "SELECT * FROM HIDDEN",
        "SELECT * FROM \"hidden\"",
        "SELECT * FROM readings, hidden",
        "SELECT * FROM readings WHERE secret IN (SELECT secret FROM hidden)",
        "WITH x AS (SELECT * FROM hidden) SELECT 1",
        "SELECT (SELECT count(*) FROM hidden)",
        "SELECT * FROM readings__rejected",
        "SELECT * FROM main.readings",
        "SELECT * FROM memory.main.readings",
        "SELECT * FROM tarn_empty.readings",
        "SELECT * FROM \"empty\".readings",
        "SELECT * FROM empty.main.readings",
        "SELECT * FROM information_schema.tables",
        "SELECT * FROM duckdb_tables()",
        "SELECT * FROM duckdb_views()",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pragma_table_info('readings')",
        "SELECT * FROM read_parquet('/tmp/**/*.parquet')",
        "SELECT * FROM glob('/tmp/**')",
        "SELECT * FROM query('SELECT * FROM readings')",
        "SELECT * FROM query_table('readings')",
        "EXPLAIN SELECT * FROM readings",
        "EXPLAIN ANALYZE SELECT * FROM readings",
        "SUMMARIZE readings",
        "DESCRIBE readings",
        "SHOW TABLES",
        "CREATE OR REPLACE VIEW readings AS SELECT 1",
        "DROP VIEW readings",
        "SELECT 1; SELECT * FROM readings",
        "SELECT nope FROM readings",
        "SELECT * FROM readings AT (VERSION => 1)",
        "SELECT stats(secret) FROM readings",
        "SELECT getvariable('x') FROM readings",
        "PREPARE p AS SELECT * FROM readings",
      })
  void otherWaysInAreRefused(String sql) {
    TenantLake.Answer answer = shared.query(TenantLake.TENANT_A, body(sql).toString());

    assertThat(answer.status()).as(answer.text()).isIn(400, 404);
    assertThat(answer.text()).doesNotContain("zebra", "b-device", "777.25");
  }

  @Test
  void aDatasetThatMayNotBeSeenIsAnsweredAsOneThatIsNot() {
    TenantLake.Answer hidden =
        shared.query(TenantLake.TENANT_A, body("SELECT * FROM hidden").toString());
    TenantLake.Answer unknown =
        shared.query(TenantLake.TENANT_A, body("SELECT * FROM nowhere").toString());

    assertThat(hidden.status()).isEqualTo(404);
    assertThat(hidden.text()).isEqualTo(unknown.text().replace("nowhere", "hidden"));
    assertThat(hidden.headers()).isEqualTo(unknown.headers());
  }

  @Test
  void timeTravelTellsNoMoreThanTheRowAccessOfToday() {
    for (int version = 0; version <= 5; version++) {
      ObjectNode body = body("SELECT * FROM readings");
      body.putObject("asOf").put("readings", version);

      TenantLake.Answer answer = shared.query(TenantLake.TENANT_A, body.toString());

      assertThat(answer.text()).doesNotContain("zebra", "b-device", "777.25");
    }
    ObjectNode before = body("SELECT device FROM readings");
    before.putObject("asOf").put("readings", 2);
    assertThat(rows(shared.query(TenantLake.TENANT_A, before.toString())))
        .containsExactly("[\"a1\"]");
  }

  @Test
  void filtersAndParametersOpenNothing() {
    for (String condition : List.of("eq.b", "neq.a", "in.(a,b)", "is.null", "is.notnull")) {
      ObjectNode body = body("SELECT * FROM readings");
      body.putObject("filters").putObject("readings").put("tenant", condition);
      assertThat(shared.query(TenantLake.TENANT_A, body.toString()).text())
          .doesNotContain("zebra", "b-device", "777.25");
    }
    ObjectNode body = body("SELECT * FROM readings WHERE tenant = ? OR ?");
    body.putArray("parameters").add("b").add(true);
    TenantLake.Answer answer = shared.query(TenantLake.TENANT_A, body.toString());
    assertThat(rows(answer)).hasSize(3);
    assertThat(answer.text()).doesNotContain("zebra", "b-device", "777.25");
    ObjectNode hidden = body("SELECT * FROM readings");
    hidden.putObject("asOf").put("hidden", 1);
    assertThat(shared.query(TenantLake.TENANT_A, hidden.toString()).status()).isEqualTo(400);
  }

  @Test
  void claimsOfSeveralValuesAndOfAllShowTheirRows() {
    String sql = body("SELECT DISTINCT tenant FROM readings ORDER BY 1").toString();

    assertThat(rows(shared.query(with("[a b]"), sql))).containsExactly("[\"a\"]", "[\"b\"]");
    assertThat(rows(shared.query(with("[\"a\",\"a \"]"), sql)))
        .containsExactly("[\"a \"]", "[\"a\"]");
    assertThat(rows(shared.query(with("*"), sql))).hasSize(5);
    assertThat(rows(shared.query(with(""), sql))).isEmpty();
    assertThat(rows(shared.query(with("[]"), sql))).isEmpty();
    assertThat(rows(shared.query(with("' OR 1=1 --"), sql))).isEmpty();
    assertThat(rows(shared.query(with("map[a:b]"), sql))).isEmpty();
    assertThat(rows(shared.query(Map.of("sub", "x", "scope", "query admin", "datasets", "*"), sql)))
        .isEmpty();
  }

  @Test
  void whatWasReadIsNotToldToThoseWhoDoNotSeeAll() {
    String sql = body("SELECT count(*) FROM readings").toString();

    JsonNode seen = shared.query(TenantLake.TENANT_A, sql).json().path("stats");
    JsonNode all = shared.query(ALL, sql).json().path("stats");

    assertThat(seen.fieldNames())
        .toIterable()
        .doesNotContain("filesTotal", "bytesTotal", "bytesFetched", "requests", "costUsd");
    assertThat(all.path("filesTotal").asInt()).isPositive();
  }

  @Test
  void theCatalogTellsNoFiguresOfRowsThatAreNotSeen() {
    Map<String, String> readings = Map.of("dataset", "readings");

    JsonNode seen =
        shared.call(TenantLake.TENANT_A, "GET /v1/datasets/{dataset}", readings, "").json();
    TenantLake.Answer history =
        shared.call(TenantLake.TENANT_A, "GET /v1/datasets/{dataset}/history", readings, "");

    assertThat(seen.path("name").asText()).isEqualTo("readings");
    assertThat(seen.fieldNames())
        .toIterable()
        .doesNotContain("rows", "files", "bytes", "firstEventTime", "lastEventTime");
    assertThat(history.status()).isEqualTo(403);
    assertThat(history.json().path("detail").asText()).contains("'tenant'").contains("'*'");
    assertThat(shared.call(ALL, "GET /v1/datasets/{dataset}/history", readings, "").status())
        .isEqualTo(200);
    assertThat(shared.call(TenantLake.TENANT_A, "GET /v1/datasets", Map.of(), "").text())
        .contains("readings", "places")
        .doesNotContain("hidden");
  }

  @Test
  void rejectedRecordsAreThereForThoseAloneWhoSeeAllRows() {
    shared.define("readings", ACCESS);
    shared.reject("readings", "{\"secret\": \"zebra\"}");
    Map<String, String> rejected = Map.of("dataset", "readings__rejected");
    String sql = body("SELECT raw FROM readings__rejected").toString();

    for (Map<String, String> some : List.of(TenantLake.TENANT_A, with("b"))) {
      TenantLake.Answer answer = shared.query(some, sql);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).doesNotContain("zebra");
      for (String route :
          List.of("GET /v1/datasets/{dataset}", "GET /v1/datasets/{dataset}/history")) {
        assertThat(shared.call(some, route, rejected, "").status()).isEqualTo(404);
      }
      assertThat(shared.call(some, "GET /v1/datasets", Map.of(), "").text())
          .contains("readings")
          .doesNotContain("__rejected");
    }
    Map<String, String> all =
        Map.of("sub", "o", "scope", "query", "datasets", "readings:r", "tenant", "*");
    assertThat(shared.query(all, sql).text()).contains("zebra");
    assertThat(shared.call(all, "GET /v1/datasets/{dataset}", rejected, "").status())
        .isEqualTo(200);
    Map<String, String> ungranted =
        Map.of("sub", "o", "scope", "query", "datasets", "places:r", "tenant", "*");
    assertThat(shared.query(ungranted, sql).status()).isEqualTo(404);
  }

  private static Map<String, String> with(String tenant) {
    return Map.of("sub", "a", "scope", "query", "datasets", "readings places", "tenant", tenant);
  }

  private static ObjectNode body(String sql) {
    return JSON.createObjectNode().put("sql", sql);
  }

  private static List<String> rows(TenantLake.Answer answer) {
    List<String> rows = new ArrayList<>();
    answer.json().path("rows").forEach(row -> rows.add(row.toString()));
    rows.sort(null);
    return rows;
  }
}
