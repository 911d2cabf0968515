package dev.tarn.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.ObjectKey;
import dev.tarn.table.Predicate.Comparison;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatisticsPruningTest {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 1);
  private static final long MIDNIGHT = DAY.atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000;
  private static final List<String> COLUMNS =
      List.of("time", "long", "double", "float", "decimal", "string", "date", "flag", "event_date");

  private static final List<String> PATTERNS =
      List.of("a%", "%", "ab%", "_b%", "%c", "a\\%%", "abc", "\uffff%", "b_", "%b%");

  /// A row by column; a column that is absent is null.
  private record Row(Map<String, Literal> values) {}

  @Test
  void aFileWithAMatchingRowIsNeverRuledOut() {
    int ruledOut = 0;
    int kept = 0;
    for (int seed = 0; seed < 10_000; seed++) {
      Random random = new Random(seed);
      List<Row> rows = new ArrayList<>();
      int count = 1 + random.nextInt(5);
      for (int i = 0; i < count; i++) {
        rows.add(row(random));
      }
      DataFile file = file(random, rows);
      Predicate predicate = predicate(random, 2);
      StatisticsPruning pruning = new StatisticsPruning(predicate, "time");
      boolean matching = rows.stream().anyMatch(row -> matches(predicate, row));
      boolean mayMatch = pruning.mayMatch(file) && pruning.mayMatch(file.eventDate());

      if (matching) {
        assertThat(mayMatch).as("seed %d: %s in %s", seed, predicate, rows).isTrue();
      }
      if (mayMatch) {
        kept++;
      } else {
        ruledOut++;
      }
    }
    assertThat(ruledOut).isGreaterThan(2_000);
    assertThat(kept).isGreaterThan(2_000);
  }

  @Test
  void aComparisonRulesOutWhatIsOutsideTheBounds() {
    DataFile file =
        file(Map.of("long", statistics(new Literal.OfLong(10), new Literal.OfLong(20), 0)), 5);
    assertThat(mayMatch(file, "long", Comparison.LESS, new Literal.OfLong(10))).isFalse();
    assertThat(mayMatch(file, "long", Comparison.LESS_OR_EQUAL, new Literal.OfLong(10))).isTrue();
    assertThat(mayMatch(file, "long", Comparison.GREATER, new Literal.OfLong(20))).isFalse();
    assertThat(mayMatch(file, "long", Comparison.GREATER_OR_EQUAL, new Literal.OfLong(20)))
        .isTrue();
    assertThat(mayMatch(file, "long", Comparison.EQUAL, new Literal.OfLong(21))).isFalse();
    assertThat(mayMatch(file, "long", Comparison.EQUAL, new Literal.OfDouble(9.5))).isFalse();
    assertThat(mayMatch(file, "long", Comparison.NOT_EQUAL, new Literal.OfLong(10))).isTrue();
    assertThat(mayMatch(file, "long", Comparison.EQUAL, new Literal.OfString("x"))).isTrue();
    assertThat(mayMatch(file, "other", Comparison.EQUAL, new Literal.OfLong(1))).isTrue();
  }

  @Test
  void aColumnOfNullsMeetsIsNullAlone() {
    DataFile file =
        file(
            Map.of(
                "long",
                new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.of(5))),
            5);
    assertThat(mayMatch(file, "long", Comparison.EQUAL, new Literal.OfLong(1))).isFalse();
    assertThat(mayMatch(file, "long", Comparison.NOT_EQUAL, new Literal.OfLong(1))).isFalse();
    assertThat(mayMatch(file, new Predicate.IsNotNull("long"))).isFalse();
    assertThat(mayMatch(file, new Predicate.In("long", List.of(new Literal.OfLong(1))))).isFalse();
    assertThat(mayMatch(file, new Predicate.IsNull("long"))).isTrue();
    assertThat(mayMatch(file, new Predicate.IsNull("other"))).isTrue();
  }

  @Test
  void aColumnOfOneValueIsNotUnequalToIt() {
    DataFile file =
        file(Map.of("long", statistics(new Literal.OfLong(7), new Literal.OfLong(7), 1)), 5);
    assertThat(mayMatch(file, "long", Comparison.NOT_EQUAL, new Literal.OfLong(7))).isFalse();
    assertThat(mayMatch(file, "long", Comparison.NOT_EQUAL, new Literal.OfLong(8))).isTrue();
  }

  @Test
  void theEventDateBoundsTheEventTime() {
    DataFile file = file(Map.of(), 5);
    assertThat(mayMatch(file, "time", Comparison.LESS, new Literal.OfTimestamp(MIDNIGHT)))
        .isFalse();
    assertThat(
            mayMatch(
                file,
                "time",
                Comparison.GREATER_OR_EQUAL,
                new Literal.OfTimestamp(MIDNIGHT + LiteralOrder.DAY)))
        .isFalse();
    assertThat(mayMatch(file, "time", Comparison.GREATER_OR_EQUAL, new Literal.OfDate(DAY)))
        .isTrue();
    assertThat(
            new StatisticsPruning(
                    new Predicate.Compare(
                        "event_date", Comparison.EQUAL, new Literal.OfDate(DAY.plusDays(1))),
                    "time")
                .mayMatch(DAY))
        .isFalse();
  }

  @Test
  void numbersOfDifferentTypesMayRoundToEqual() {
    long odd = (1L << 53) + 1;
    DataFile longs =
        file(Map.of("long", statistics(new Literal.OfLong(odd), new Literal.OfLong(odd), 0)), 1);
    assertThat(mayMatch(longs, "long", Comparison.EQUAL, new Literal.OfDouble(1L << 53))).isTrue();
    Literal tenth = new Literal.OfDouble(0.1f);
    DataFile floats = file(Map.of("float", statistics(tenth, tenth, 0)), 1);
    assertThat(
            mayMatch(
                floats, "float", Comparison.EQUAL, new Literal.OfDecimal(new BigDecimal("0.1"))))
        .isTrue();
    assertThat(mayMatch(floats, "float", Comparison.EQUAL, new Literal.OfDouble(0.2))).isFalse();
  }

  @Test
  void stringsAreInTheOrderOfTheirCodePoints() {
    String last = "\uffff";
    String supplementary = "\ud83d\ude00";
    assertThat(
            Arrays.compareUnsigned(
                last.getBytes(StandardCharsets.UTF_8),
                supplementary.getBytes(StandardCharsets.UTF_8)))
        .isNegative();
    DataFile file =
        file(
            Map.of(
                "string",
                statistics(new Literal.OfString("a"), new Literal.OfString(supplementary), 0)),
            2);
    assertThat(mayMatch(file, "string", Comparison.GREATER, new Literal.OfString(last))).isTrue();
  }

  private static boolean mayMatch(
      DataFile file, String column, Comparison comparison, Literal literal) {
    return mayMatch(file, new Predicate.Compare(column, comparison, literal));
  }

  private static boolean mayMatch(DataFile file, Predicate predicate) {
    return new StatisticsPruning(predicate, "time").mayMatch(file);
  }

  private static ColumnStatistics statistics(Literal min, Literal max, long nulls) {
    return new ColumnStatistics(Optional.of(min), Optional.of(max), OptionalLong.of(nulls));
  }

  private static DataFile file(Map<String, ColumnStatistics> columns, long rows) {
    return new DataFile(
        new ObjectKey("tables/t/f.parquet"), 1, DAY, 1, new FileStatistics(rows, columns));
  }

  private static Row row(Random random) {
    Map<String, Literal> values = new HashMap<>();
    for (String column : COLUMNS) {
      Literal value = value(random, column);
      if (value != null && (random.nextInt(4) > 0 || column.equals("time"))) {
        values.put(column, value);
      }
    }
    values.put("event_date", new Literal.OfDate(DAY));
    return new Row(values);
  }

  private static @Nullable Literal value(Random random, String column) {
    return switch (column) {
      case "time" -> new Literal.OfTimestamp(MIDNIGHT + random.nextLong(LiteralOrder.DAY));
      case "long" -> new Literal.OfLong(random.nextInt(20) - 10);
      case "double" ->
          new Literal.OfDouble(
              random.nextInt(20) == 0 ? Double.NaN : (random.nextInt(40) - 20) / 4.0);
      case "float" -> new Literal.OfDouble((float) (random.nextInt(40) - 20) / 10f);
      case "decimal" -> new Literal.OfDecimal(BigDecimal.valueOf(random.nextInt(400) - 200, 1));
      case "string" -> new Literal.OfString(text(random));
      case "date" -> new Literal.OfDate(DAY.plusDays(random.nextInt(20) - 10));
      case "flag" -> new Literal.OfBoolean(random.nextBoolean());
      default -> null;
    };
  }

  private static String text(Random random) {
    String alphabet = "abc\uffff";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      int drawn = random.nextInt(alphabet.length() + 1);
      text.append(
          drawn == alphabet.length() ? "\ud83d\ude00" : alphabet.substring(drawn, drawn + 1));
    }
    return text.toString();
  }

  /// Statistics as a footer has them: exact bounds or looser ones, or none, and none above NaN.
  private static DataFile file(Random random, List<Row> rows) {
    Map<String, ColumnStatistics> columns = new HashMap<>();
    for (String column : COLUMNS) {
      if (column.equals("event_date") || random.nextInt(5) == 0) {
        continue;
      }
      List<Literal> values =
          rows.stream()
              .map(row -> row.values().get(column))
              .filter(value -> value != null)
              .sorted(StatisticsPruningTest::order)
              .toList();
      boolean nan =
          values.stream().anyMatch(v -> v instanceof Literal.OfDouble d && Double.isNaN(d.value()));
      Optional<Literal> min =
          values.isEmpty() || isNan(values.getFirst())
              ? Optional.empty()
              : Optional.of(looser(random, values.getFirst()));
      Optional<Literal> max =
          values.isEmpty() || nan ? Optional.empty() : Optional.of(values.getLast());
      columns.put(
          column, new ColumnStatistics(min, max, OptionalLong.of(rows.size() - values.size())));
    }
    return file(columns, rows.size());
  }

  private static boolean isNan(Literal literal) {
    return literal instanceof Literal.OfDouble d && Double.isNaN(d.value());
  }

  private static Literal looser(Random random, Literal min) {
    return min instanceof Literal.OfString text && random.nextBoolean() && !text.value().isEmpty()
        ? new Literal.OfString(text.value().substring(0, text.value().offsetByCodePoints(0, 1)))
        : min;
  }

  private static Predicate predicate(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      List<Predicate> parts = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        parts.add(predicate(random, depth - 1));
      }
      return random.nextBoolean() ? new Predicate.And(parts) : new Predicate.Or(parts);
    }
    String column = COLUMNS.get(random.nextInt(COLUMNS.size()));
    return switch (random.nextInt(7)) {
      case 0 -> new Predicate.IsNull(column);
      case 1 -> new Predicate.IsNotNull(column);
      case 2 -> new Predicate.In(column, List.of(literal(random, column), literal(random, column)));
      case 3 ->
          new Predicate.Like(
              "string", PATTERNS.get(random.nextInt(PATTERNS.size())), random.nextInt(4) == 0);
      default ->
          new Predicate.Compare(
              column,
              List.of(Comparison.values()).get(random.nextInt(Comparison.values().length)),
              literal(random, column));
    };
  }

  private static Literal literal(Random random, String column) {
    String like =
        switch (column) {
          case "long", "double", "float", "decimal" ->
              List.of("long", "double", "float", "decimal").get(random.nextInt(4));
          case "time", "date", "event_date" -> random.nextBoolean() ? "time" : "date";
          default -> column;
        };
    while (true) {
      Literal value = value(random, like);
      if (value != null && !isNan(value)) {
        return value;
      }
    }
  }

  /// What the predicate says of a row, from first principles.
  private static boolean matches(Predicate predicate, Row row) {
    return switch (predicate) {
      case Predicate.And and -> and.parts().stream().allMatch(part -> matches(part, row));
      case Predicate.Or or -> or.parts().stream().anyMatch(part -> matches(part, row));
      case Predicate.Like like ->
          row.values().get(like.column()) instanceof Literal.OfString(String text)
              && like.negated()
                  != text.matches(
                      "(?s)"
                          + like.pattern()
                              .replaceAll("\\\\(.)", "[$1]")
                              .replaceAll("(?<!\\[)%", ".*")
                              .replaceAll("(?<!\\[)_", "."));
      case Predicate.IsNull isNull -> !row.values().containsKey(isNull.column());
      case Predicate.IsNotNull isNotNull -> row.values().containsKey(isNotNull.column());
      case Predicate.In in ->
          in.literals().stream()
              .anyMatch(literal ->
                  matches(new Predicate.Compare(in.column(), Comparison.EQUAL, literal), row));
      case Predicate.Compare compare -> {
        Literal value = row.values().get(compare.column());
        if (value == null) {
          yield false;
        }
        int order = order(value, compare.literal());
        yield switch (compare.comparison()) {
          case EQUAL -> order == 0;
          case NOT_EQUAL -> order != 0;
          case LESS -> order < 0;
          case LESS_OR_EQUAL -> order <= 0;
          case GREATER -> order > 0;
          case GREATER_OR_EQUAL -> order >= 0;
        };
      }
    };
  }

  private static int order(Literal a, Literal b) {
    if (isNan(a) || isNan(b)) {
      return Boolean.compare(isNan(a), isNan(b));
    }
    return switch (a) {
      case Literal.OfBoolean x -> Boolean.compare(x.value(), ((Literal.OfBoolean) b).value());
      case Literal.OfString x ->
          Arrays.compareUnsigned(
              x.value().getBytes(StandardCharsets.UTF_8),
              ((Literal.OfString) b).value().getBytes(StandardCharsets.UTF_8));
      case Literal.OfDate x -> Comparator.<Long>naturalOrder().compare(micros(x), micros(b));
      case Literal.OfTimestamp x -> Comparator.<Long>naturalOrder().compare(micros(x), micros(b));
      case Literal.OfLong x -> number(x).compareTo(number(b));
      case Literal.OfDouble x -> number(x).compareTo(number(b));
      case Literal.OfDecimal x -> number(x).compareTo(number(b));
    };
  }

  private static long micros(Literal literal) {
    return literal instanceof Literal.OfDate date
        ? date.value().atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000
        : ((Literal.OfTimestamp) literal).micros();
  }

  private static BigDecimal number(Literal literal) {
    return switch (literal) {
      case Literal.OfLong n -> BigDecimal.valueOf(n.value());
      case Literal.OfDouble n -> new BigDecimal(n.value());
      case Literal.OfDecimal n -> n.value();
      case Literal.OfBoolean n -> throw new IllegalStateException();
      case Literal.OfString n -> throw new IllegalStateException();
      case Literal.OfDate n -> throw new IllegalStateException();
      case Literal.OfTimestamp n -> throw new IllegalStateException();
    };
  }
}
