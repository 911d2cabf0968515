package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.apache.avro.JsonProperties;

/// `array`. On the tape each element follows a mark; the last mark ends the array.
final class ArrayCodec implements ValueCodec {
  private static final int END = 0;
  private static final int VALUE = 1;
  private static final int NULL = 2;

  private final Slot element;

  ArrayCodec(Slot element) {
    this.element = element;
  }

  /// What its elements are.
  Slot element() {
    return element;
  }

  @Override
  public CellForm cellForm() {
    return CellForm.JSON;
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    JsonParser json = in.json();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw in.wrongType("an array");
    }
    in.enter();
    Tape tape = in.tape();
    for (JsonToken token; (token = json.nextToken()) != JsonToken.END_ARRAY; ) {
      in.count(1);
      if (token != JsonToken.VALUE_NULL) {
        tape.putByte(VALUE);
        element.codec().read(in);
      } else if (element.nullable()) {
        tape.putByte(NULL);
      } else {
        throw in.wrongType("an element");
      }
    }
    tape.putByte(END);
    in.leave();
  }

  /// Begins an element, whose value follows unless that `isNull`.
  static void putMark(boolean isNull, Tape tape) {
    tape.putByte(isNull ? NULL : VALUE);
  }

  /// Ends the array.
  static void putEnd(Tape tape) {
    tape.putByte(END);
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    visitor.startGroup();
    int mark = tape.readByte();
    if (mark != END) {
      visitor.startField(0);
      for (; mark != END; mark = tape.readByte()) {
        visitor.startGroup();
        if (mark == VALUE) {
          visitor.startField(0);
          element.codec().replay(tape, visitor);
          visitor.endField(0);
        }
        visitor.endGroup();
      }
      visitor.endField(0);
    }
    visitor.endGroup();
  }

  @Override
  public void put(Object value, Tape tape) {
    for (Object each : (List<?>) value) {
      if (each.equals(JsonProperties.NULL_VALUE)) {
        tape.putByte(NULL);
      } else {
        tape.putByte(VALUE);
        element.codec().put(each, tape);
      }
    }
    tape.putByte(END);
  }
}
