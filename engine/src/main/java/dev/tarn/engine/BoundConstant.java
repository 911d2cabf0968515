package dev.tarn.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// A constant of a bound plan: a value of a SQL type.
///
/// @param type the SQL type's name without what is in its brackets
record BoundConstant(String type, JsonNode typeInfo, JsonNode value) {
  /// The constant that `value` describes; empty if that is null.
  static Optional<BoundConstant> of(JsonNode value) {
    return value.path("is_null").asBoolean(true)
        ? Optional.empty()
        : Optional.of(
            new BoundConstant(
                value.path("type").path("id").asText(),
                value.path("type").path("type_info"),
                value.path("value")));
  }

  /// The constant that the expression `node` is; empty if it is none, or null.
  static Optional<BoundConstant> in(JsonNode node) {
    return node.path("expression_class").asText().equals("BOUND_CONSTANT")
        ? of(node.path("value"))
        : Optional.empty();
  }

  /// The count that a date, a time or an integer is.
  OptionalLong count() {
    return value.isIntegralNumber() && value.canConvertToLong()
        ? OptionalLong.of(value.longValue())
        : OptionalLong.empty();
  }

  /// The text that a string is.
  Optional<String> text() {
    return type.equals("VARCHAR") && value.isTextual()
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  /// The exact number that an integer, a decimal or a finite double is.
  Optional<BigDecimal> number() {
    return switch (type) {
      case "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "HUGEINT" ->
          whole().map(BigDecimal::new);
      case "DECIMAL" -> {
        JsonNode scale = typeInfo.path("scale");
        yield scale.isInt()
            ? whole().map(unscaled -> new BigDecimal(unscaled, scale.intValue()))
            : Optional.empty();
      }
      case "DOUBLE" -> real().map(BigDecimal::new);
      default -> Optional.empty();
    };
  }

  /// The finite number that a float or a double is.
  Optional<Double> real() {
    return (type.equals("DOUBLE") || type.equals("FLOAT"))
            && value.isNumber()
            && Double.isFinite(value.doubleValue())
        ? Optional.of(value.doubleValue())
        : Optional.empty();
  }

  private Optional<BigInteger> whole() {
    if (value.isIntegralNumber()) {
      return Optional.of(value.bigIntegerValue());
    }
    JsonNode upper = value.path("upper");
    JsonNode lower = value.path("lower");
    return upper.isIntegralNumber() && lower.isIntegralNumber()
        ? Optional.of(upper.bigIntegerValue().shiftLeft(64).add(lower.bigIntegerValue()))
        : Optional.empty();
  }

  /// The UUID that this is, in lower case. DuckDB keeps it as a number whose order is the text's.
  Optional<String> uuid() {
    JsonNode upper = value.path("upper");
    JsonNode lower = value.path("lower");
    return type.equals("UUID") && upper.isIntegralNumber() && lower.isIntegralNumber()
        ? Optional.of(
            new UUID(
                    upper.bigIntegerValue().longValue() ^ Long.MIN_VALUE,
                    lower.bigIntegerValue().longValue())
                .toString())
        : Optional.empty();
  }
}
