package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.table.Literal;
import java.math.BigDecimal;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;

/// Bounds as footers have them, whoever wrote them.
final class ColumnBoundTest {
  private static PrimitiveType type(PrimitiveTypeName name, LogicalTypeAnnotation logical) {
    return Types.required(name).as(logical).named("c");
  }

  @Test
  void anUnsignedNumberIsNoBound() {
    PrimitiveType unsigned =
        type(PrimitiveTypeName.INT32, LogicalTypeAnnotation.intType(32, false));

    assertThat(ColumnBound.least(unsigned, 5)).isEmpty();
    assertThat(ColumnBound.greatest(unsigned, -1)).isEmpty();
  }

  @Test
  void aDecimalInAnIntegerHasItsScale() {
    PrimitiveType price = type(PrimitiveTypeName.INT64, LogicalTypeAnnotation.decimalType(2, 12));

    assertThat(ColumnBound.least(price, 250L))
        .contains(new Literal.OfDecimal(new BigDecimal("2.50")));
  }

  @Test
  void textThatWasCutWithinACharacterIsNoBound() {
    PrimitiveType text = type(PrimitiveTypeName.BINARY, LogicalTypeAnnotation.stringType());
    Binary cut = Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xC3});

    assertThat(ColumnBound.least(text, cut)).isEmpty();
    assertThat(ColumnBound.greatest(text, cut)).isEmpty();
    assertThat(ColumnBound.least(text, Binary.fromString("a"))).contains(new Literal.OfString("a"));
  }

  @Test
  void aTimeThatMicrosecondsCannotTellIsNoBound() {
    PrimitiveType millis =
        type(
            PrimitiveTypeName.INT64,
            LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MILLIS));

    assertThat(ColumnBound.greatest(millis, Long.MAX_VALUE)).isEmpty();
    assertThat(ColumnBound.least(millis, Long.MIN_VALUE)).isEmpty();
    assertThat(ColumnBound.least(millis, -5L)).contains(new Literal.OfTimestamp(-5_000));
  }
}
