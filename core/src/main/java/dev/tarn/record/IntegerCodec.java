package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// Types whose values are integers, kept in 32 or 64 bits: `int`, `long`, and what logical types
/// make of them. In JSON an integer has no fraction and no exponent, even where both are zero.
abstract class IntegerCodec implements ValueCodec {
  private final boolean wide;
  private final long least;
  private final long greatest;

  /// Of values from `least` to `greatest`, in 64 bits if `wide`.
  IntegerCodec(boolean wide, long least, long greatest) {
    this.wide = wide;
    this.least = least;
    this.greatest = greatest;
  }

  /// `int`.
  static IntegerCodec ofInt() {
    return new Plain(false, Integer.MIN_VALUE, Integer.MAX_VALUE, "an int");
  }

  /// `long`.
  static IntegerCodec ofLong() {
    return new Plain(true, Long.MIN_VALUE, Long.MAX_VALUE, "a long");
  }

  /// What a value looks like, for messages.
  abstract String wanted();

  /// The value of a string, where the type has one; else throws a fault.
  abstract long fromText(Reading in) throws IOException, Fault;

  @Override
  public CellForm cellForm() {
    return CellForm.NUMBER;
  }

  @Override
  public void takeLong(long value, Reading in) throws Fault {
    checkRange(value, in);
    put(value, in.tape());
  }

  /// Checks that `value` is one of the type.
  final void checkRange(long value, Reading in) throws Fault {
    if (value < least || value > greatest) {
      throw in.fault(
          Fault.Code.RANGE,
          "the number " + value + " is out of the range of " + wanted() + range());
    }
  }

  @Override
  public final void read(Reading in) throws IOException, Fault {
    put(value(in), in.tape());
  }

  /// The value at the current token.
  final long value(Reading in) throws IOException, Fault {
    JsonParser json = in.json();
    JsonToken token = json.currentToken();
    long value;
    if (token == JsonToken.VALUE_NUMBER_INT) {
      char[] text = json.getTextCharacters();
      int offset = json.getTextOffset();
      int length = json.getTextLength();
      if (!NumberText.fitsLong(text, offset, length)) {
        throw outOfRange(in);
      }
      value = NumberText.toLong(text, offset, length);
    } else if (token == JsonToken.VALUE_STRING) {
      value = fromText(in);
    } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      throw in.wrongType(wanted() + ", without fraction or exponent,");
    } else {
      throw in.wrongType(wanted());
    }
    if (value < least || value > greatest) {
      throw outOfRange(in);
    }
    return value;
  }

  private Fault outOfRange(Reading in) throws IOException {
    return in.fault(Fault.Code.RANGE, in.found() + " is out of the range of " + wanted() + range());
  }

  /// The range, for messages.
  String range() {
    return " (" + least + " to " + greatest + ")";
  }

  @Override
  public final void replay(TapeCursor tape, RecordVisitor visitor) {
    if (wide) {
      visitor.addLong(tape.readLong());
    } else {
      visitor.addInt(tape.readInt());
    }
  }

  @Override
  public final void put(Object value, Tape tape) {
    long number = ((Number) value).longValue();
    if (number < least || number > greatest) {
      throw new IllegalArgumentException("the default " + value + " is out of range" + range());
    }
    put(number, tape);
  }

  /// Puts a value on a tape.
  final void put(long value, Tape tape) {
    if (wide) {
      tape.putLong(value);
    } else {
      tape.putInt((int) value);
    }
  }

  private static final class Plain extends IntegerCodec {
    private final String wanted;

    Plain(boolean wide, long least, long greatest, String wanted) {
      super(wide, least, greatest);
      this.wanted = wanted;
    }

    @Override
    String wanted() {
      return wanted;
    }

    @Override
    long fromText(Reading in) throws IOException, Fault {
      throw in.wrongType(wanted);
    }
  }
}
