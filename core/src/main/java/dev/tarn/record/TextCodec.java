package dev.tarn.record;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// `string`: any JSON string that is text. The character U+0000 is text; half a surrogate pair is
/// not, as UTF-8 cannot hold it.
final class TextCodec implements ValueCodec {
  private static final int NOT_COUNTED = -1;

  private final int distinctColumn;

  private TextCodec(int distinctColumn) {
    this.distinctColumn = distinctColumn;
  }

  /// Of strings in general.
  static TextCodec plain() {
    return new TextCodec(NOT_COUNTED);
  }

  /// Of a column whose distinct values are counted, as the column with this number.
  static TextCodec counted(int distinctColumn) {
    return new TextCodec(distinctColumn);
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    if (in.json().currentToken() != JsonToken.VALUE_STRING) {
      throw in.wrongType("a string");
    }
    count(in.putText(), in);
  }

  @Override
  public void takeBytes(byte[] bytes, int from, int length, Reading in) throws Fault {
    in.putText(bytes, from, length);
    count(length, in);
  }

  private void count(int size, Reading in) {
    if (distinctColumn != NOT_COUNTED) {
      in.distinct()[distinctColumn].add(in.tape().hashLast(size, in.seed()));
    }
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    tape.readBytes(visitor);
  }

  @Override
  public void put(Object value, Tape tape) {
    tape.putBytes(((String) value).getBytes(StandardCharsets.UTF_8));
  }
}
