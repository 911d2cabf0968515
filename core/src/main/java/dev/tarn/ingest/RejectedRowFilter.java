package dev.tarn.ingest;

import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/// Tells which rejected records meet a predicate. None of their columns is ever null.
final class RejectedRowFilter {
  private final Predicate predicate;

  RejectedRowFilter(Predicate predicate) {
    this.predicate = predicate;
  }

  boolean accepts(RejectedRow row) {
    return meets(predicate, row);
  }

  private static boolean meets(Predicate part, RejectedRow row) {
    return switch (part) {
      case Predicate.And all -> all.parts().stream().allMatch(each -> meets(each, row));
      case Predicate.Or any -> any.parts().stream().anyMatch(each -> meets(each, row));
      case Predicate.Compare compare -> {
        int order = order(value(row, compare.column()), compare.literal());
        yield switch (compare.comparison()) {
          case EQUAL -> order == 0;
          case NOT_EQUAL -> order != 0;
          case LESS -> order < 0;
          case LESS_OR_EQUAL -> order <= 0;
          case GREATER -> order > 0;
          case GREATER_OR_EQUAL -> order >= 0;
        };
      }
      case Predicate.In in ->
          in.literals().stream().anyMatch(literal -> order(value(row, in.column()), literal) == 0);
      case Predicate.Like like ->
          value(row, like.column()) instanceof Literal.OfString(String text)
              && like(text, like.pattern()) != like.negated();
      case Predicate.IsNull _ -> false;
      case Predicate.IsNotNull _ -> true;
    };
  }

  /// As [Predicate.Like] has it; in time of the lengths' product.
  private static boolean like(String text, String pattern) {
    int[] wanted = pattern.codePoints().toArray();
    int[] given = text.codePoints().toArray();
    boolean[] ends = new boolean[given.length + 1];
    ends[0] = true;
    for (int i = 0; i < wanted.length; i++) {
      boolean[] next = new boolean[ends.length];
      if (wanted[i] == '%') {
        boolean any = false;
        for (int at = 0; at < ends.length; at++) {
          any |= ends[at];
          next[at] = any;
        }
      } else {
        boolean escaped = wanted[i] == '\\' && i + 1 < wanted.length;
        i += escaped ? 1 : 0;
        for (int at = 0; at < given.length; at++) {
          next[at + 1] = ends[at] && (wanted[i] == given[at] || (wanted[i] == '_' && !escaped));
        }
      }
      ends = next;
    }
    return ends[given.length];
  }

  private static Literal value(RejectedRow row, String column) {
    return switch (column) {
      case "received_at" -> time(row.receivedAt());
      case "batch_id" -> new Literal.OfString(row.batch());
      case "position" -> new Literal.OfLong(row.position());
      case "pointer" -> new Literal.OfString(row.pointer());
      case "code" -> new Literal.OfString(row.code());
      case "detail" -> new Literal.OfString(row.detail());
      case "raw" -> new Literal.OfString(row.raw().text());
      case "attempts" -> new Literal.OfLong(row.attempts());
      case "raw_encoding" -> new Literal.OfString(row.raw().encoding());
      case "raw_bytes" -> new Literal.OfLong(row.raw().bytes());
      case "content_type" -> new Literal.OfString(row.contentType());
      case "schema_version" -> new Literal.OfLong(row.schemaVersion());
      case "attempted_at" -> time(row.attemptedAt());
      case "event_date" ->
          new Literal.OfDate(LocalDate.ofInstant(row.receivedAt(), ZoneOffset.UTC));
      default -> throw new IllegalStateException("rejected records have no column " + column);
    };
  }

  private static Literal time(Instant time) {
    return new Literal.OfTimestamp(ChronoUnit.MICROS.between(Instant.EPOCH, time));
  }

  /// Below zero if `value` is before `literal`, above if it is after. Literals are made for their
  /// columns' types.
  private static int order(Literal value, Literal literal) {
    if (value instanceof Literal.OfLong(long a) && literal instanceof Literal.OfLong(long b)) {
      return Long.compare(a, b);
    }
    if (value instanceof Literal.OfString(String a)
        && literal instanceof Literal.OfString(String b)) {
      return a.compareTo(b);
    }
    if (value instanceof Literal.OfTimestamp(long a)
        && literal instanceof Literal.OfTimestamp(long b)) {
      return Long.compare(a, b);
    }
    if (value instanceof Literal.OfDate(LocalDate a)
        && literal instanceof Literal.OfDate(LocalDate b)) {
      return a.compareTo(b);
    }
    throw new IllegalStateException(literal + " is no " + value.getClass().getSimpleName());
  }
}
