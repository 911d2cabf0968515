package dev.tarn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random statements over the tables `a` and `b` of [PruningTest], whose answers do not depend on
/// the order of rows.
final class RandomQueries {
  private static final List<String> NUMBERS = List.of("id", "n", "wide", "p.x");
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "n",
          "wide",
          "real",
          "net",
          "kind",
          "time",
          "day",
          "event_date",
          "ok",
          "price",
          "p.x",
          "p.label",
          "added");

  private final Random random;

  RandomQueries(long seed) {
    random = new Random(seed);
  }

  String next() {
    return switch (random.nextInt(9)) {
      case 0 ->
          "SELECT "
              + columns("t")
              + " FROM "
              + table()
              + " t"
              + where("t")
              + " ORDER BY ALL LIMIT 50";
      case 1 ->
          "SELECT %s AS k, count(*), sum(n), min(time), max(p.label) FROM %s t%s GROUP BY 1 ORDER BY ALL"
              .formatted("t." + pick(COLUMNS), table(), where("t"));
      case 2 ->
          "SELECT count(*), count(l.net), sum(r.n) FROM %s l JOIN %s r ON l.%s = r.%s%s"
              .formatted(table(), table(), "id", pick(NUMBERS.subList(0, 2)), where("l", "r"));
      case 3 ->
          "SELECT count(*), sum(t.id) FROM %s t%s AND %s EXISTS (SELECT 1 FROM %s u%s AND u.n = t.n)"
              .formatted(
                  table(), where("t"), random.nextBoolean() ? "" : "NOT", table(), where("u"));
      case 4 ->
          "SELECT sum(x) FROM (SELECT id AS x FROM %s t%s UNION ALL SELECT n FROM %s t%s)"
              .formatted(table(), where("t"), table(), where("t"));
      case 5 ->
          "WITH c AS %s (SELECT * FROM %s t%s) SELECT count(*), sum(c.id) FROM c%s"
              .formatted(
                  random.nextBoolean() ? "MATERIALIZED" : "", table(), where("t"), where("c"));
      case 6 ->
          "SELECT id, net, rank() OVER (PARTITION BY net ORDER BY id, n) AS r FROM %s t%s"
                  .formatted(table(), where("t"))
              + " QUALIFY r <= 3 ORDER BY ALL LIMIT 40";
      case 7 ->
          "SELECT count(*), sum(l.id), sum(r.id) FROM %s l LEFT JOIN (SELECT * FROM %s t%s) r"
                  .formatted(table(), table(), where("t"))
              + " ON l.id = r.id AND "
              + condition("r")
              + where("l");
      default ->
          "SELECT %s, (SELECT max(u.n) FROM %s u%s AND u.net = t.net) AS m FROM %s t%s"
                  .formatted("t.net, t.n", table(), where("u"), table(), where("t"))
              + " ORDER BY ALL LIMIT 30";
    };
  }

  private String columns(String alias) {
    return IntStream.range(0, 1 + random.nextInt(4))
        .mapToObj(i -> alias + "." + pick(COLUMNS) + " AS c" + i)
        .collect(Collectors.joining(", "));
  }

  private String table() {
    return random.nextInt(4) == 0 ? "b" : "a";
  }

  private String where(String... aliases) {
    List<String> conditions = new ArrayList<>();
    conditions.add("true");
    for (String alias : aliases) {
      for (int i = random.nextInt(3); i >= 0; i--) {
        conditions.add(
            random.nextInt(4) == 0
                ? "(" + condition(alias) + " OR " + condition(alias) + ")"
                : condition(alias));
      }
    }
    return " WHERE " + String.join(" AND ", conditions);
  }

  private String condition(String alias) {
    String t = alias + ".";
    String compare = pick(List.of("=", "<", "<=", ">", ">=", "<>"));
    return switch (random.nextInt(17)) {
      case 0 -> t + pick(NUMBERS) + " " + compare + " " + random.nextInt(1200);
      case 1 -> t + "real " + compare + " " + random.nextInt(100) / 10.0;
      case 2 -> t + "net " + compare + " 'n" + random.nextInt(8) + "'";
      case 3 -> t + "net LIKE 'n" + random.nextInt(8) + "%'";
      case 4 -> t + "time " + compare + " TIMESTAMPTZ '" + day() + " 12:00:00+00'";
      case 5 -> t + "time BETWEEN '" + day() + "' AND '" + day() + "'";
      case 6 -> t + "event_date " + compare + " '" + day() + "'";
      case 7 -> t + "day IN ('" + day() + "', '" + day() + "', '" + day() + "')";
      case 8 ->
          t
              + "id IN ("
              + random.nextInt(1200)
              + ", "
              + random.nextInt(1200)
              + ", "
              + random.nextInt(9)
              + ")";
      case 9 -> t + pick(List.of("net", "real", "added", "p.label")) + " IS NULL";
      case 10 -> t + pick(List.of("net", "real", "added", "p.label")) + " IS NOT NULL";
      case 11 -> random.nextBoolean() ? t + "ok" : "NOT " + t + "ok";
      case 12 -> t + "price " + compare + " " + random.nextInt(2000) / 100.0;
      case 13 -> t + "p.label " + compare + " 'l" + random.nextInt(40) + "'";
      case 14 -> t + "added " + compare + " " + pick(List.of("7", "70", "500"));
      case 15 -> "abs(" + t + "n - " + random.nextInt(300) + ") < 40";
      default -> t + "kind " + pick(List.of("=", "<>")) + " '" + pick(List.of("x", "y", "z")) + "'";
    };
  }

  private String day() {
    return "2026-01-%02d".formatted(1 + random.nextInt(7));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
