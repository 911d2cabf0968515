package dev.tarn.record;

import java.util.Locale;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/// What other formats' values are where Avro has no type for them. It is said of the schema that
/// records are written by, never of a dataset's.
public final class ForeignType extends LogicalType {
  /// How many bytes an [Kind#INSTANT] has.
  static final int INSTANT_BYTES = Long.BYTES + Integer.BYTES;

  /// The types.
  public enum Kind {
    /// An integer from 0 to 2^64 - 1, in the bits of a `long`.
    UNSIGNED_LONG,
    /// Nanoseconds since midnight, in a `long`.
    TIME_NANOS,
    /// A time in nanoseconds that 64 bits need not hold, in a `fixed`: seconds since 1970 and the
    /// nanoseconds after them, as [AvroOutput#putInstant] writes it.
    INSTANT
  }

  private final Kind kind;

  private ForeignType(Kind kind) {
    super(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    this.kind = kind;
  }

  /// Which of the types it is.
  public Kind kind() {
    return kind;
  }

  /// What `schema` says of its type, if it is one of these.
  public static boolean is(Kind kind, Schema schema) {
    return schema.getLogicalType() instanceof ForeignType type && type.kind == kind;
  }

  /// The schema of [Kind#UNSIGNED_LONG].
  public static Schema unsignedLong() {
    return new ForeignType(Kind.UNSIGNED_LONG).addToSchema(Schema.create(Schema.Type.LONG));
  }

  /// The schema of [Kind#TIME_NANOS].
  public static Schema timeNanos() {
    return new ForeignType(Kind.TIME_NANOS).addToSchema(Schema.create(Schema.Type.LONG));
  }

  /// A schema of [Kind#INSTANT] with a name, as `fixed` has one.
  public static Schema instant(String name) {
    return new ForeignType(Kind.INSTANT)
        .addToSchema(Schema.createFixed(name, null, null, INSTANT_BYTES));
  }
}
