package dev.tarn.engine;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random conditions on every column of [RandomEvents], in the shapes in which people write them.
final class RandomConditions {
  private final Random random;

  RandomConditions(Random random) {
    this.random = random;
  }

  /// A condition on the columns of the table called `alias`.
  String next(String alias) {
    return switch (random.nextInt(8)) {
      case 0 -> "(" + plain(alias) + " OR " + plain(alias) + ")";
      case 1 -> "NOT (" + plain(alias) + one(" AND ", " OR ") + plain(alias) + ")";
      case 2 -> time(alias + ".time");
      case 3 -> "(" + time(alias + ".time") + " OR " + time(alias + ".time") + ")";
      case 4 -> text(alias + "." + one("net", "mark", "p.label", "p.deep.name"));
      default -> plain(alias);
    };
  }

  private String plain(String alias) {
    String t = alias + ".";
    return switch (random.nextInt(22)) {
      case 0 -> t + one("id", "n", "added", "p.x", "p.level") + compare() + number();
      case 1 -> number() + compare() + t + one("id", "n", "added");
      case 2 -> t + one("id", "n") + compare() + number() + ".5";
      case 3 -> t + one("id", "n", "added", "p.x") + " BETWEEN " + number() + " AND " + number();
      case 4 -> t + one("id", "n", "p.level") + one(" IN ", " NOT IN ") + list(3);
      case 5 -> t + one("id", "n", "added") + " IN " + list(15);
      case 6 -> t + one("n", "id") + one(" + 7", " * 2", " - 3") + compare() + number();
      case 7 -> t + one("real", "single") + compare() + (random.nextInt(240) - 100) / 8.0;
      case 8 -> t + "real" + compare() + one("'nan'", "'inf'", "'-inf'", "0") + "::DOUBLE";
      case 9 -> "isnan(" + t + "real)";
      case 10 ->
          t
              + one(
                  "n",
                  "real",
                  "net",
                  "ok",
                  "day",
                  "clock",
                  "price",
                  "raw",
                  "p",
                  "p.x",
                  "p.label",
                  "p.deep.name",
                  "added")
              + one(" IS NULL", " IS NOT NULL");
      case 11 -> one("", "NOT ") + t + "ok";
      case 12 -> t + "ok IS " + one("TRUE", "NOT TRUE", "FALSE", "DISTINCT FROM false");
      case 13 -> t + one("day", "event_date") + compare() + "'" + day() + "'";
      case 14 ->
          t + one("day", "event_date") + " IN ('%s', '%s', '%s')".formatted(day(), day(), day());
      case 15 ->
          t
              + "alarm"
              + compare()
              + "'%02d:0%d:00'".formatted(random.nextInt(24), random.nextInt(9));
      case 16 ->
          t
              + "clock"
              + compare()
              + "'%02d:00:00.00000%d'".formatted(random.nextInt(24), random.nextInt(9));
      case 17 ->
          t
              + "price"
              + compare()
              + one("", "-")
              + random.nextInt(60)
              + one("", ".5", ".25", ".125");
      case 18 ->
          t
              + "device"
              + one(" = ", " <> ", " >= ")
              + "'0000000%d-0000-0000-0000-00000000000%d'"
                  .formatted(random.nextInt(2), random.nextInt(8));
      case 19 -> t + "kind" + one(" = ", " <> ", " > ") + one("'x'", "'y'", "'z'");
      case 20 ->
          one(
              "list_contains(" + t + "tags, 'a')",
              t + "counts['k'] > 3",
              t + "tags[1] = 'b'",
              "len(" + t + "tags) = 2",
              t + "raw > '\\x80'::BLOB");
      default ->
          one(
              "abs(" + t + "n) < 100",
              "coalesce(" + t + "n, 5) = 5",
              t + "n = " + t + "id % 200",
              t + "n::DOUBLE > 20.5",
              t + "id::VARCHAR LIKE '1%'",
              "CASE WHEN " + t + "n > 0 THEN " + t + "ok ELSE true END",
              t + "n IS NOT DISTINCT FROM " + number());
    };
  }

  private String time(String time) {
    String day = "'" + day() + "'";
    return switch (random.nextInt(14)) {
      case 0 -> time + compare() + "TIMESTAMPTZ '" + day() + " 12:00:00+02'";
      case 1 -> time + " BETWEEN " + day + " AND '" + day() + "'";
      case 2 -> "date_trunc('" + unit() + "', " + time + ")" + compare() + day;
      case 3 -> "date_trunc('" + unit() + "', " + time + ")" + compare() + "'" + day() + " 05:30'";
      case 4 -> "date_trunc('" + unit() + "', " + time + ") IN (" + day + ", '" + day() + "')";
      case 5 -> time + "::DATE" + compare() + day;
      case 6 -> "CAST(" + time + " AS DATE) BETWEEN " + day + " AND '" + day() + "'";
      case 7 -> time + "::DATE IN (" + day + ", '" + day() + "')";
      case 8 -> "(" + time + " >= " + day + " AND " + time + " < DATE " + day + " + 1)";
      case 9 -> time + " AT TIME ZONE 'UTC'" + compare() + day;
      case 10 -> time + " AT TIME ZONE 'America/New_York'" + compare() + day;
      case 11 -> "epoch_ms(" + time + ")" + compare() + "epoch_ms(TIMESTAMP " + day + ")";
      case 12 ->
          one("year", "month", "day", "hour") + "(" + time + ")" + compare() + random.nextInt(30);
      default -> "date_trunc('hour', " + time + ")::DATE" + compare() + day;
    };
  }

  private String text(String column) {
    String prefix = one("n", "n1", "é", "𝄞", "m", "l", "l3", "d", "no", "");
    return switch (random.nextInt(9)) {
      case 0 -> column + compare() + "'" + prefix + random.nextInt(8) + "'";
      case 1 -> column + " LIKE '" + prefix + "%'";
      case 2 ->
          column
              + one(" LIKE '", " NOT LIKE '", " ILIKE '")
              + prefix
              + "%"
              + random.nextInt(8)
              + "'";
      case 3 -> one("starts_with", "prefix") + "(" + column + ", '" + prefix + "')";
      case 4 -> "regexp_matches(" + column + ", '^" + prefix + "')";
      case 5 -> column + " SIMILAR TO '" + prefix + ".*'";
      case 6 -> "(" + column + " LIKE '" + prefix + "%' OR " + column + " = 'm1')";
      case 7 -> column + " IN ('n1', 'm2', 'é3', 'l4', 'd5', 'u', 'none')";
      default -> one("upper", "lower", "reverse") + "(" + column + ") = 'N1'";
    };
  }

  private String compare() {
    return one(" = ", " < ", " <= ", " > ", " >= ", " <> ");
  }

  private String number() {
    return Integer.toString(random.nextInt(1400) - 300);
  }

  private String list(int length) {
    return IntStream.range(0, length)
        .mapToObj(i -> number())
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String unit() {
    return one("second", "minute", "hour", "day", "week", "month", "quarter", "year");
  }

  private String day() {
    return "2026-01-%02d".formatted(1 + random.nextInt(9));
  }

  private String one(String... from) {
    return from[random.nextInt(from.length)];
  }
}
