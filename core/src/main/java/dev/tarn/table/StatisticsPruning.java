package dev.tarn.table;

import dev.tarn.dataset.DatasetDefinition;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Tells which files of a table may hold a row that meets a predicate, by their statistics. A file
/// with such a row is never ruled out: where statistics are missing, or do not compare with the
/// literal, the file stays.
///
/// NaN is above every other number, as DuckDB and Spark have it, and strings are in the order of
/// their code points.
public final class StatisticsPruning {
  private final Predicate predicate;
  private final String eventTime;

  /// Rules out what can't meet `predicate`. `eventTime` is the dataset's event time column, which a
  /// file's event date bounds too.
  public StatisticsPruning(Predicate predicate, String eventTime) {
    this.predicate = predicate;
    this.eventTime = eventTime;
  }

  /// Whether a row of a file of `eventDate` may meet the predicate, whatever else the file holds.
  public boolean mayMatch(LocalDate eventDate) {
    return mayMatch(predicate, new File(eventDate, OptionalLong.empty(), Map.of()));
  }

  /// Whether a row of `file` may meet the predicate.
  public boolean mayMatch(DataFile file) {
    return mayMatch(
        predicate,
        new File(file.eventDate(), OptionalLong.of(file.rows()), file.statistics().columns()));
  }

  private record File(
      LocalDate eventDate, OptionalLong rows, Map<String, ColumnStatistics> columns) {}

  private boolean mayMatch(Predicate part, File file) {
    return switch (part) {
      case Predicate.And all -> all.parts().stream().allMatch(each -> mayMatch(each, file));
      case Predicate.Or any -> any.parts().stream().anyMatch(each -> mayMatch(each, file));
      case Predicate.Compare compare ->
          mayCompare(statistics(compare.column(), file), file, compare);
      case Predicate.In in -> mayBeIn(statistics(in.column(), file), file, in.literals());
      case Predicate.Like like -> mayBeLike(statistics(like.column(), file), file, like);
      case Predicate.IsNull isNull -> {
        OptionalLong nulls = statistics(isNull.column(), file).nulls();
        yield nulls.isEmpty() || nulls.getAsLong() > 0;
      }
      case Predicate.IsNotNull isNotNull -> !isAllNull(statistics(isNotNull.column(), file), file);
    };
  }

  private static boolean isAllNull(ColumnStatistics column, File file) {
    return column.nulls().isPresent()
        && file.rows().isPresent()
        && column.nulls().getAsLong() >= file.rows().getAsLong();
  }

  private static boolean mayBeIn(ColumnStatistics column, File file, List<Literal> literals) {
    return !isAllNull(column, file)
        && literals.stream().anyMatch(literal -> mayEqual(column, literal));
  }

  private static boolean mayBeLike(ColumnStatistics column, File file, Predicate.Like like) {
    if (isAllNull(column, file)) {
      return false;
    }
    Literal prefix = new Literal.OfString(like.prefix());
    return like.negated()
        || (may(column.max(), prefix, LiteralOrder::mayBeGreaterOrEqual)
            && (may(column.min(), prefix, LiteralOrder::mayBeLessOrEqual)
                || beginsWith(column.min(), like.prefix())));
  }

  private static boolean beginsWith(Optional<Literal> bound, String prefix) {
    return bound.orElse(null) instanceof Literal.OfString(String text) && text.startsWith(prefix);
  }

  private static boolean mayCompare(ColumnStatistics column, File file, Predicate.Compare compare) {
    if (isAllNull(column, file)) {
      return false;
    }
    Literal literal = compare.literal();
    return switch (compare.comparison()) {
      case EQUAL -> mayEqual(column, literal);
      case NOT_EQUAL -> !isOnly(column, literal);
      case LESS -> may(column.min(), literal, LiteralOrder::mayBeLess);
      case LESS_OR_EQUAL -> may(column.min(), literal, LiteralOrder::mayBeLessOrEqual);
      case GREATER -> may(column.max(), literal, LiteralOrder::mayBeGreater);
      case GREATER_OR_EQUAL -> may(column.max(), literal, LiteralOrder::mayBeGreaterOrEqual);
    };
  }

  private static boolean mayEqual(ColumnStatistics column, Literal literal) {
    return may(column.min(), literal, LiteralOrder::mayBeLessOrEqual)
        && may(column.max(), literal, LiteralOrder::mayBeGreaterOrEqual);
  }

  /// Whether every value of the column is surely the literal.
  private static boolean isOnly(ColumnStatistics column, Literal literal) {
    return !may(column.min(), literal, LiteralOrder::mayDiffer)
        && !may(column.max(), literal, LiteralOrder::mayDiffer);
  }

  private interface Question {
    boolean ask(LiteralOrder order);
  }

  private static boolean may(Optional<Literal> bound, Literal literal, Question question) {
    return bound.isEmpty() || question.ask(LiteralOrder.compare(bound.get(), literal));
  }

  private ColumnStatistics statistics(String column, File file) {
    if (column.equals(DatasetDefinition.EVENT_DATE)) {
      Optional<Literal> date = Optional.of(new Literal.OfDate(file.eventDate()));
      return new ColumnStatistics(date, date, OptionalLong.of(0));
    }
    ColumnStatistics known =
        file.columns()
            .getOrDefault(
                column,
                new ColumnStatistics(Optional.empty(), Optional.empty(), OptionalLong.empty()));
    if (!column.equals(eventTime)) {
      return known;
    }
    long midnight = LiteralOrder.midnight(file.eventDate());
    return new ColumnStatistics(
        known.min().or(() -> Optional.of(new Literal.OfTimestamp(midnight))),
        known.max().or(() -> Optional.of(new Literal.OfTimestamp(midnight + LiteralOrder.DAY - 1))),
        known.nulls());
  }
}
