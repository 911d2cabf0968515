package dev.tarn.interop;

import java.util.List;
import java.util.Random;

/// Statements that want too much, reach out, or are no SQL, in no order.
final class HostileQueries {
  private static final List<String> TOO_MUCH =
      List.of(
          "SELECT count(*) FROM range(1000000000000)",
          "SELECT sum(sin(range)) FROM generate_series(1, 1000000000000) g(range)",
          "SELECT count(*) FROM soak a, soak b, soak c, soak d WHERE hash(a.n, b.n, c.n, d.n) = 1",
          "WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM"
              + " r",
          "WITH RECURSIVE r AS (SELECT 1 AS n, 'x' AS s UNION ALL SELECT n + 1, s || s FROM r WHERE"
              + " n < 60) SELECT max(length(s)) FROM r",
          "WITH RECURSIVE r AS (SELECT 1 AS n, [1] AS s UNION ALL SELECT n + 1, list_concat(s, s)"
              + " FROM r WHERE n < 60) SELECT max(len(s)) FROM r",
          "SELECT length(list_reduce(range(60)::VARCHAR[], lambda a, b: a || b || a))",
          "SELECT length(string_agg(repeat('y', 1000), '')) FROM range(100000000)",
          "SELECT len(list(md5(range::VARCHAR))) FROM range(100000000)",
          "SELECT max(l) FROM (SELECT array_agg(repeat('z', 1000) || range) AS l FROM"
              + " range(100000000))",
          "SELECT length(json_group_array(md5(range::VARCHAR))::VARCHAR) FROM range(100000000)",
          "SELECT count(*) FROM (SELECT DISTINCT md5(range::VARCHAR) FROM range(1000000000))",
          "SELECT md5(range::VARCHAR) AS m FROM range(100000000) ORDER BY m",
          "SELECT repeat('x', 100000) FROM range(100000)",
          "SELECT * FROM range(100000000)",
          "SELECT histogram(range) FROM range(100000000)",
          "SELECT list(range) OVER (ORDER BY range) FROM range(1000000)",
          "SELECT count(*) FROM range(100000) a, LATERAL (SELECT count(*) FROM range(100000) b"
              + " WHERE b.range < a.range) l",
          "SELECT sum(x) FROM (SELECT n AS x FROM soak GROUP BY CUBE (n, n + 1, n + 2, n + 3, n +"
              + " 4, n + 5, n + 6, n + 7, n + 8))",
          "SELECT regexp_matches(repeat('a', 50000), '(a|a)*(a|b)*c')",
          "SELECT count(*) FROM soak WHERE regexp_matches(repeat(batch, 1000), '(.*)(.*)(.*)x$')",
          "SELECT repeat('x', 2000000000)",
          "SELECT replace(repeat('a', 100000), 'a', repeat('b', 100000))",
          "SELECT list_transform(range(99000), lambda x: repeat('y', 99000))");

  private static final List<String> REACHING_OUT =
      List.of(
          "SELECT * FROM '/etc/passwd'",
          "SELECT * FROM read_text('/etc/passwd')",
          "SELECT * FROM glob('/*')",
          "SELECT getenv('PATH')",
          "COPY soak TO '/tmp/soak-out.csv'",
          "ATTACH '/tmp/soak.db'",
          "INSTALL httpfs",
          "SET memory_limit = '100GB'",
          "PRAGMA database_list",
          "CALL duckdb_settings()",
          "SELECT * FROM duckdb_secrets()",
          "SELECT * FROM information_schema.tables",
          "SELECT current_setting('temp_directory')",
          "SELECT * FROM query('SELECT 1')",
          "DROP TABLE soak",
          "SELECT 1; SELECT 2",
          "SELECT pg_sleep(100)");

  private HostileQueries() {}

  /// One of them.
  static String next(Random random) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> TOO_MUCH.get(random.nextInt(TOO_MUCH.size()));
      case 2, 3 -> REACHING_OUT.get(random.nextInt(REACHING_OUT.size()));
      case 4 -> large(random.nextInt(10), 10 + random.nextInt(3000));
      default -> broken(TOO_MUCH.get(random.nextInt(TOO_MUCH.size())), random);
    };
  }

  private static String large(int shape, int times) {
    return switch (shape) {
      case 0 -> "SELECT " + "(".repeat(times) + "1" + ")".repeat(times);
      case 1 -> "SELECT 1" + " UNION ALL SELECT 1".repeat(times);
      case 2 -> "SELECT count(*) FROM soak" + ", soak".repeat(times);
      case 3 -> "SELECT 1 WHERE 1 IN (" + "2, ".repeat(times) + "3)";
      case 4 -> "SELECT * FROM (VALUES " + "(1, 2), ".repeat(times) + "(1, 2))";
      case 5 -> "SELECT " + "NOT ".repeat(times) + "true";
      case 6 -> "SELECT 1" + " + 1".repeat(times);
      case 7 -> "SELECT " + "CASE WHEN true THEN ".repeat(times) + "1" + " END".repeat(times);
      case 8 -> "SELECT " + "(SELECT ".repeat(times) + "1" + ")".repeat(times);
      default -> "SELECT 'x'" + "::VARCHAR".repeat(times);
    };
  }

  private static String broken(String sql, Random random) {
    int at = random.nextInt(sql.length());
    return sql.substring(0, at) + "('\";-".charAt(random.nextInt(5)) + sql.substring(at);
  }
}
