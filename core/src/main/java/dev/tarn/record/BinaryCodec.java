package dev.tarn.record;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// `bytes` and `fixed`: base64 (RFC 4648, section 4), padded, without line breaks, and with no bits
/// set that belong to no byte.
final class BinaryCodec implements ValueCodec {
  private static final int ANY = -1;

  private final int size;
  private final String wanted;

  private BinaryCodec(int size, String wanted) {
    this.size = size;
    this.wanted = wanted;
  }

  /// Of byte strings of any length.
  static BinaryCodec ofBytes() {
    return new BinaryCodec(ANY, "base64 text");
  }

  /// Of byte strings of `size` bytes.
  static BinaryCodec ofFixed(int size) {
    return new BinaryCodec(size, "base64 text of " + size + " bytes");
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    if (in.json().currentToken() != JsonToken.VALUE_STRING) {
      throw in.wrongType(wanted);
    }
    in.checkLength();
    byte[] bytes = decode(in);
    take(bytes, 0, bytes.length, in);
  }

  @Override
  public void takeBytes(byte[] bytes, int from, int length, Reading in) throws Fault {
    in.checkLength(length);
    take(bytes, from, length, in);
  }

  private void take(byte[] bytes, int from, int length, Reading in) throws Fault {
    if (size != ANY && length != size) {
      throw in.fault(Fault.Code.LENGTH, "expected " + wanted + " but found " + length + " bytes");
    }
    in.tape().putBytes(bytes, from, length);
  }

  private byte[] decode(Reading in) throws IOException, Fault {
    String text = in.json().getText();
    byte[] encoded = text.getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] bytes = Base64.getDecoder().decode(encoded);
      if (encoded.length % 4 == 0 && endsWell(encoded, bytes)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw in.fault(Fault.Code.FORMAT, notBase64(in));
    }
    throw in.fault(Fault.Code.FORMAT, notBase64(in));
  }

  private String notBase64(Reading in) throws IOException {
    return "expected " + wanted + ", with padding, but found " + in.found();
  }

  /// Whether the last characters are those that the last bytes have.
  private static boolean endsWell(byte[] encoded, byte[] bytes) {
    int rest = bytes.length % 3;
    if (rest == 0) {
      return true;
    }
    byte[] last = new byte[rest];
    System.arraycopy(bytes, bytes.length - rest, last, 0, rest);
    byte[] right = Base64.getEncoder().encode(last);
    int from = encoded.length - right.length;
    return java.util.Arrays.equals(right, 0, right.length, encoded, from, encoded.length);
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    tape.readBytes(visitor);
  }

  @Override
  public void put(Object value, Tape tape) {
    byte[] bytes = (byte[]) value;
    if (size != ANY && bytes.length != size) {
      throw new IllegalArgumentException(
          "the default has " + bytes.length + " bytes where there must be " + size);
    }
    tape.putBytes(bytes);
  }
}
