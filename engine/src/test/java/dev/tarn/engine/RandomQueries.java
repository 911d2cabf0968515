package dev.tarn.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random statements over tables `a` and `b` of [RandomEvents], whose answers do not depend on the
/// order of rows. Sums of fractions are of eighths, which are exact in any order.
final class RandomQueries {
  private static final List<String> COLUMNS =
      List.of(
          "time",
          "id",
          "n",
          "real",
          "single",
          "net",
          "kind",
          "ok",
          "day",
          "alarm",
          "clock",
          "price",
          "device",
          "raw",
          "tags",
          "p",
          "p.x",
          "p.deep.name",
          "p.label",
          "p.level",
          "added",
          "mark",
          "event_date",
          "counts['k']");
  private static final List<String> KEYS =
      List.of("net", "kind", "ok", "day", "p.level", "mark", "event_date", "price", "real");
  private static final List<String> AGGREGATES =
      List.of(
          "count(*)",
          "count(t.net)",
          "sum(t.n)",
          "min(t.time)",
          "max(t.real)",
          "avg(t.n)",
          "sum(t.price)",
          "sum(t.single)",
          "count(DISTINCT t.net)",
          "min(t.p.deep.name)",
          "max(t.clock)",
          "list(t.id ORDER BY t.id)",
          "string_agg(t.kind, ',' ORDER BY t.kind)",
          "max(t.day) - min(t.day)",
          "bool_or(t.ok)",
          "median(t.id)",
          "min(t.raw)",
          "max(t.device)",
          "sum(len(t.tags))",
          "count(*) FILTER (WHERE t.n > 50)",
          "arg_max(t.id, (t.n, t.id))");

  private final Random random;
  private final RandomConditions conditions;

  RandomQueries(long seed) {
    random = new Random(seed);
    conditions = new RandomConditions(random);
  }

  String next() {
    return switch (random.nextInt(15)) {
      case 0, 1 -> "SELECT %s FROM %s t%s%s".formatted(columns("t"), table(), where("t"), limit());
      case 2, 3 ->
          "SELECT %s AS k, %s FROM %s t%s GROUP BY k%s ORDER BY ALL"
              .formatted(key(), aggregates(), table(), where("t"), one("", " HAVING count(*) > 2"));
      case 4 ->
          "SELECT count(*), count(l.net), sum(r.n), max(r.time) FROM %s l %s JOIN %s r ON l.%s = r.%4$s%s"
              .formatted(
                  table(), one("", "LEFT", "FULL", "SEMI"), table(), one("id", "n"), where("l"))
              .replaceAll("(, sum\\(r.n\\), max\\(r.time\\))(.* SEMI )", "$2");
      case 5 ->
          "SELECT count(*), sum(t.id) FROM %s t%s AND %s EXISTS (SELECT 1 FROM %s u%s AND u.n = t.n)"
              .formatted(table(), where("t"), one("", "NOT"), table(), where("u"));
      case 6 ->
          "SELECT %1$s FROM (SELECT id, n, net, time, p FROM %2$s t%3$s %4$s SELECT id, n, net, time,"
                  .formatted(
                      "count(*), sum(id), max(time)",
                      table(),
                      where("t"),
                      one("UNION ALL", "UNION", "EXCEPT", "INTERSECT"))
              + " p FROM %s t%s)".formatted(table(), where("t"));
      case 7 ->
          "WITH c AS %s (SELECT * FROM %s t%s) SELECT %s FROM c t%s"
              .formatted(
                  one("", "MATERIALIZED", "NOT MATERIALIZED"),
                  table(),
                  where("t"),
                  aggregates(),
                  where("t"));
      case 8 ->
          "SELECT id, net, %s OVER (PARTITION BY %s ORDER BY id, n, time) AS r FROM %s t%s"
                  .formatted(
                      one("rank()", "row_number()", "lag(id)", "sum(n)", "max(id)"),
                      one("net", "kind", "event_date"),
                      "a",
                      where("t"))
              + one("", " QUALIFY r <= 3")
              + " ORDER BY ALL LIMIT 40";
      case 9 ->
          "SELECT DISTINCT %s FROM %s t%s%s".formatted(columns("t"), table(), where("t"), limit());
      case 10 ->
          "SELECT t.net, t.n, (SELECT max(u.n) FROM %s u%s AND u.net = t.net) AS m FROM %s t%s"
                  .formatted(table(), where("u"), table(), where("t"))
              + " ORDER BY ALL LIMIT 30";
      case 11 ->
          "SELECT tag, count(*), sum(id) FROM (SELECT unnest(tags) AS tag, id FROM %s t%s) GROUP BY"
                  .formatted(table(), where("t"))
              + " 1 ORDER BY ALL";
      case 12 ->
          "SELECT t.id, t.time FROM %s t%s AND t.id IN (SELECT u.n FROM %s u%s)%s"
              .formatted(table(), where("t"), table(), where("u"), limit());
      case 13 ->
          "SELECT count(*), count(t.%s), count(t.%s) FROM %s t%s"
              .formatted(
                  one("n", "net", "ok", "real", "time", "kind"),
                  one("id", "single", "day", "price", "device", "mark"),
                  one("a", "b"),
                  random.nextInt(3) > 0 ? "" : where("t"));
      default ->
          "SELECT %s FROM (SELECT id AS n, n AS id, day AS event_date, event_date AS day, * EXCLUDE"
                  .formatted(aggregates())
              + " (id, n, day, event_date) FROM %s) t%s".formatted(table(), where("t"));
    };
  }

  private String limit() {
    return " ORDER BY ALL%s LIMIT %d%s"
        .formatted(one("", " DESC NULLS LAST"), 1 + random.nextInt(60), one("", " OFFSET 5"));
  }

  private String columns(String alias) {
    return IntStream.range(0, 1 + random.nextInt(5))
        .mapToObj(i -> alias + "." + one(COLUMNS) + " AS c" + i)
        .collect(Collectors.joining(", "));
  }

  private String key() {
    return one(
        "t." + one(KEYS),
        "t." + one(KEYS),
        "date_trunc('day', t.time)",
        "t.time::DATE",
        "extract(hour FROM t.time AT TIME ZONE 'America/New_York')");
  }

  private String aggregates() {
    return IntStream.range(0, 1 + random.nextInt(4))
        .mapToObj(i -> one(AGGREGATES) + " AS a" + i)
        .collect(Collectors.joining(", "));
  }

  private String table() {
    return one("a", "a", "b");
  }

  private String where(String alias) {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      parts.add(conditions.next(alias));
    }
    return " WHERE " + String.join(" AND ", parts);
  }

  private String one(String... from) {
    return from[random.nextInt(from.length)];
  }

  private String one(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
