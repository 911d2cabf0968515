package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// `uuid` (RFC 9562, section 4): 32 hexadecimal digits in five groups, in either case; kept in
/// lower case, or as the 16 bytes they stand for.
final class UuidCodec implements ValueCodec {
  private static final int TEXT_LENGTH = 36;
  private static final int BYTES = 16;

  private final boolean binary;

  private UuidCodec(boolean binary) {
    this.binary = binary;
  }

  /// Of a `string`.
  static UuidCodec ofString() {
    return new UuidCodec(false);
  }

  /// Of a `fixed` of 16 bytes.
  static UuidCodec ofFixed() {
    return new UuidCodec(true);
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    JsonParser json = in.json();
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw in.wrongType("a UUID");
    }
    char[] text = json.getTextCharacters();
    int offset = json.getTextOffset();
    if (json.getTextLength() != TEXT_LENGTH || !isUuid(text, offset)) {
      throw in.fault(
          Fault.Code.FORMAT,
          "expected a UUID such as \"123e4567-e89b-12d3-a456-426614174000\" but found "
              + in.found());
    }
    in.tape().putBytes(binary ? bytes(text, offset) : lowerCase(text, offset));
  }

  private static boolean isUuid(char[] text, int offset) {
    for (int i = 0; i < TEXT_LENGTH; i++) {
      char c = text[offset + i];
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : c > 'f' || Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] lowerCase(char[] text, int offset) {
    byte[] lower = new byte[TEXT_LENGTH];
    for (int i = 0; i < TEXT_LENGTH; i++) {
      lower[i] = (byte) Character.toLowerCase(text[offset + i]);
    }
    return lower;
  }

  private static byte[] bytes(char[] text, int offset) {
    byte[] bytes = new byte[BYTES];
    int from = offset;
    for (int i = 0; i < BYTES; i++) {
      if (text[from] == '-') {
        from++;
      }
      bytes[i] =
          (byte) (Character.digit(text[from], 16) << 4 | Character.digit(text[from + 1], 16));
      from += 2;
    }
    return bytes;
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    tape.readBytes(visitor);
  }

  @Override
  public void put(Object value, Tape tape) {
    if (binary) {
      byte[] bytes = (byte[]) value;
      if (bytes.length != BYTES) {
        throw new IllegalArgumentException("the default UUID has " + bytes.length + " bytes");
      }
      tape.putBytes(bytes);
      return;
    }
    String text = (String) value;
    if (text.length() != TEXT_LENGTH || !isUuid(text.toCharArray(), 0)) {
      throw new IllegalArgumentException("the default '" + text + "' is no UUID");
    }
    tape.putBytes(text.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
  }
}
