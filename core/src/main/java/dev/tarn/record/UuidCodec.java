package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/// `uuid` (RFC 9562, section 4): 32 hexadecimal digits in five groups, in either case; kept in
/// lower case, or as the 16 bytes they stand for.
final class UuidCodec implements ValueCodec {
  private static final int TEXT_LENGTH = 36;
  private static final int BYTES = 16;
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

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

  @Override
  public void takeBytes(byte[] bytes, int from, int length, Reading in) throws Fault {
    if (length == BYTES && binary) {
      in.tape().putBytes(bytes, from, length);
      return;
    }
    if (length == BYTES) {
      in.tape().putBytes(text(bytes, from).getBytes(StandardCharsets.US_ASCII));
      return;
    }
    char[] text = new char[TEXT_LENGTH];
    for (int i = 0; i < TEXT_LENGTH && length == TEXT_LENGTH; i++) {
      text[i] = (char) (bytes[from + i] & 0xff);
    }
    if (length != TEXT_LENGTH || !isUuid(text, 0)) {
      throw in.fault(
          Fault.Code.FORMAT,
          "expected a UUID such as \"123e4567-e89b-12d3-a456-426614174000\" but found something"
              + " else of "
              + length
              + " bytes");
    }
    in.tape().putBytes(binary ? bytes(text, 0) : lowerCase(text, 0));
  }

  private static String text(byte[] bytes, int from) {
    return new UUID(
            (long) BIG_ENDIAN.get(bytes, from), (long) BIG_ENDIAN.get(bytes, from + Long.BYTES))
        .toString();
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
