package dev.tarn.parquet;

import dev.tarn.table.Literal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/// The least and the greatest value of a column as literals, in the column's logical type. A bound
/// may lie further out than the value, never further in. Bytes without a logical type have none.
final class ColumnBound {
  private static final long MICROS_PER_MILLI = 1_000;

  private ColumnBound() {}

  /// No value of a column whose least is `value` is less than this.
  static Optional<Literal> least(PrimitiveType type, Object value) {
    return switch (value) {
      case Binary text when isText(type) ->
          text(text).map(TextBound::least).map(Literal.OfString::new);
      // Zero has two signs, which are equal to SQL but not to every comparison.
      case Double number -> Optional.of(new Literal.OfDouble(number == 0 ? -0.0 : number));
      case Float number ->
          Optional.of(new Literal.OfDouble(number == 0 ? -0.0 : number.doubleValue()));
      default -> exact(type, value);
    };
  }

  /// No value of a column whose greatest is `value` is greater than this.
  static Optional<Literal> greatest(PrimitiveType type, Object value) {
    return switch (value) {
      case Binary text when isText(type) ->
          text(text).flatMap(TextBound::greatest).map(Literal.OfString::new);
      case Double number -> Optional.of(new Literal.OfDouble(number == 0 ? 0.0 : number));
      case Float number ->
          Optional.of(new Literal.OfDouble(number == 0 ? 0.0 : number.doubleValue()));
      default -> exact(type, value);
    };
  }

  /// Bytes that were cut within a character are no text, and no bound.
  private static Optional<String> text(Binary bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(bytes.toByteBuffer()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isText(PrimitiveType type) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return logical instanceof StringLogicalTypeAnnotation
        || logical instanceof EnumLogicalTypeAnnotation;
  }

  private static Optional<Literal> exact(PrimitiveType type, Object value) {
    LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
    return switch (value) {
      case Boolean truth -> Optional.of(new Literal.OfBoolean(truth));
      case Integer unsigned when isUnsigned(logical) -> Optional.empty();
      case Long unsigned when isUnsigned(logical) -> Optional.empty();
      case Integer unscaled when logical instanceof DecimalLogicalTypeAnnotation decimal ->
          Optional.of(new Literal.OfDecimal(BigDecimal.valueOf(unscaled, decimal.getScale())));
      case Long unscaled when logical instanceof DecimalLogicalTypeAnnotation decimal ->
          Optional.of(new Literal.OfDecimal(BigDecimal.valueOf(unscaled, decimal.getScale())));
      case Integer days when logical instanceof DateLogicalTypeAnnotation ->
          Optional.of(new Literal.OfDate(LocalDate.ofEpochDay(days)));
      case Integer number -> Optional.of(new Literal.OfLong(number));
      case Long time when logical instanceof TimestampLogicalTypeAnnotation timestamp ->
          micros(timestamp.getUnit(), time);
      case Long number -> Optional.of(new Literal.OfLong(number));
      case Binary unscaled when logical instanceof DecimalLogicalTypeAnnotation decimal ->
          Optional.of(
              new Literal.OfDecimal(
                  new BigDecimal(new BigInteger(unscaled.getBytes()), decimal.getScale())));
      default -> Optional.empty();
    };
  }

  private static boolean isUnsigned(@Nullable LogicalTypeAnnotation logical) {
    return logical instanceof IntLogicalTypeAnnotation number && !number.isSigned();
  }

  private static Optional<Literal> micros(TimeUnit unit, long time) {
    return switch (unit) {
      case MILLIS ->
          Math.abs(time / MICROS_PER_MILLI) < Long.MAX_VALUE / MICROS_PER_MILLI / MICROS_PER_MILLI
              ? Optional.of(new Literal.OfTimestamp(time * MICROS_PER_MILLI))
              : Optional.empty();
      case MICROS -> Optional.of(new Literal.OfTimestamp(time));
      case NANOS -> Optional.empty();
    };
  }
}
