package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/// `decimal` over `bytes` or `fixed`: a JSON number, or a string that holds one, taken digit by
/// digit. More decimals than the scale has are refused unless they are zeros, more digits than the
/// precision allows always.
final class DecimalCodec implements ValueCodec {
  private static final int ANY = -1;

  private final int precision;
  private final int scale;
  private final int size;

  private DecimalCodec(int precision, int scale, int size) {
    this.precision = precision;
    this.scale = scale;
    this.size = size;
  }

  /// Of `bytes`.
  static DecimalCodec ofBytes(int precision, int scale) {
    return new DecimalCodec(precision, scale, ANY);
  }

  /// Of a `fixed` of `size` bytes.
  static DecimalCodec ofFixed(int precision, int scale, int size) {
    return new DecimalCodec(precision, scale, size);
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    JsonParser json = in.json();
    JsonToken token = json.currentToken();
    boolean text = token == JsonToken.VALUE_STRING;
    if (!text && token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
      throw in.wrongType(wanted());
    }
    char[] characters = json.getTextCharacters();
    int offset = json.getTextOffset();
    int length = json.getTextLength();
    if (length > in.limits().maxNumberLength()) {
      throw in.fault(
          Fault.Code.LENGTH,
          "a number of "
              + length
              + " characters where "
              + in.limits().maxNumberLength()
              + " are the most");
    }
    if (text && !NumberText.isNumber(characters, offset, length)) {
      throw in.fault(Fault.Code.FORMAT, "expected " + wanted() + " but found " + in.found());
    }
    in.tape().putBytes(bytes(unscaled(in, characters, offset, length)));
  }

  @Override
  public void takeBytes(byte[] bytes, int from, int length, Reading in) throws Fault {
    if (length > in.limits().maxNumberLength()) {
      throw in.fault(Fault.Code.LENGTH, "an unscaled value of " + length + " bytes");
    }
    BigInteger unscaled = length == 0 ? BigInteger.ZERO : new BigInteger(bytes, from, length);
    BigDecimal value = new BigDecimal(unscaled, scale);
    if (value.precision() > precision) {
      throw in.fault(Fault.Code.RANGE, "the number " + value + " does not fit " + wanted());
    }
    in.tape().putBytes(bytes(unscaled));
  }

  private BigInteger unscaled(Reading in, char[] characters, int offset, int length)
      throws IOException, Fault {
    BigDecimal value;
    try {
      value = new BigDecimal(characters, offset, length);
    } catch (NumberFormatException e) {
      throw outOfRange(in);
    }
    if (value.signum() == 0) {
      return BigInteger.ZERO;
    }
    BigDecimal shortest = value.stripTrailingZeros();
    long wholeDigits = (long) shortest.precision() - shortest.scale();
    if (shortest.scale() > scale || wholeDigits > precision - scale) {
      throw outOfRange(in);
    }
    return shortest.setScale(scale).unscaledValue();
  }

  private Fault outOfRange(Reading in) throws IOException {
    return in.fault(Fault.Code.RANGE, in.found() + " does not fit " + wanted());
  }

  private String wanted() {
    return "a decimal number of "
        + precision
        + " digits, "
        + scale
        + " of them after the point, as a number or string";
  }

  private byte[] bytes(BigInteger unscaled) {
    byte[] shortest = unscaled.toByteArray();
    if (size == ANY) {
      return shortest;
    }
    byte[] extended = new byte[size];
    if (unscaled.signum() < 0) {
      Arrays.fill(extended, (byte) -1);
    }
    System.arraycopy(shortest, 0, extended, size - shortest.length, shortest.length);
    return extended;
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    tape.readBytes(visitor);
  }

  @Override
  public void put(Object value, Tape tape) {
    byte[] bytes = (byte[]) value;
    if (bytes.length == 0
        || (size != ANY && bytes.length != size)
        || new BigDecimal(new BigInteger(bytes), scale).precision() > precision) {
      throw new IllegalArgumentException("the default is not " + wanted());
    }
    tape.putBytes(bytes);
  }
}
