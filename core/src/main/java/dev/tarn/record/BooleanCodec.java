package dev.tarn.record;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// `boolean`: `true` or `false`.
final class BooleanCodec implements ValueCodec {
  @Override
  public CellForm cellForm() {
    return CellForm.BOOLEAN;
  }

  @Override
  public void takeBoolean(boolean value, Reading in) {
    in.tape().putByte(value ? 1 : 0);
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    JsonToken token = in.json().currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw in.wrongType("a boolean");
    }
    in.tape().putByte(token == JsonToken.VALUE_TRUE ? 1 : 0);
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    visitor.addBoolean(tape.readByte() != 0);
  }

  @Override
  public void put(Object value, Tape tape) {
    tape.putByte((Boolean) value ? 1 : 0);
  }
}
