package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.avro.JsonProperties;

/// `map`: an object whose names are keys, each of them once. On the tape each entry follows a mark;
/// the last mark ends the map.
final class MapCodec implements ValueCodec {
  private static final int END = 0;
  private static final int VALUE = 1;
  private static final int NULL = 2;

  private final Slot value;

  MapCodec(Slot value) {
    this.value = value;
  }

  /// What its values are.
  Slot value() {
    return value;
  }

  @Override
  public CellForm cellForm() {
    return CellForm.JSON;
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    JsonParser json = in.json();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw in.wrongType("an object (a map)");
    }
    in.enter();
    Tape tape = in.tape();
    long start = tape.mark();
    int entries = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      in.count(1);
      entries++;
      long entry = tape.mark();
      tape.putByte(VALUE);
      in.putName();
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        value.codec().read(in);
      } else if (value.nullable()) {
        tape.truncate(entry);
        tape.putByte(NULL);
        in.putName();
      } else {
        throw in.wrongType("a value");
      }
    }
    putEnd(in, start, entries);
    in.leave();
  }

  /// Begins an entry, whose key follows, and then its value unless that `isNull`.
  static void putMark(boolean isNull, Tape tape) {
    tape.putByte(isNull ? NULL : VALUE);
  }

  /// Ends the map, which is on the tape from `start` on and has `entries` entries.
  void putEnd(Reading in, long start, int entries) throws Fault {
    in.tape().putByte(END);
    if (entries > 1) {
      checkKeys(in, start, entries);
    }
  }

  /// Looks for equal hashes first, which takes eight bytes a key, and for equal keys only among
  /// those that have them.
  private void checkKeys(Reading in, long start, int entries) throws Fault {
    long[] hashes = new long[entries];
    TapeCursor tape = in.tape().cursor(start);
    for (int i = 0; i < entries; i++) {
      int mark = tape.readByte();
      hashes[i] = tape.readHash(in.seed());
      pass(tape, mark);
    }
    Arrays.sort(hashes);
    OptionalLong suspect = OptionalLong.empty();
    for (int i = 1; i < entries; i++) {
      if (hashes[i] == hashes[i - 1] && (suspect.isEmpty() || suspect.getAsLong() != hashes[i])) {
        suspect = OptionalLong.of(hashes[i]);
        checkKeys(in, start, entries, hashes[i]);
      }
    }
  }

  private void checkKeys(Reading in, long start, int entries, long suspect) throws Fault {
    Set<String> keys = new HashSet<>();
    TapeCursor hashed = in.tape().cursor(start);
    TapeCursor read = in.tape().cursor(start);
    for (int i = 0; i < entries; i++) {
      int mark = hashed.readByte();
      read.readByte();
      String key = read.readText();
      if (hashed.readHash(in.seed()) == suspect && !keys.add(key)) {
        throw in.faultIn(
            key, Fault.Code.DUPLICATE, "the key '" + Reading.shown(key) + "' is given twice");
      }
      pass(hashed, mark);
      pass(read, mark);
    }
  }

  private void pass(TapeCursor tape, int mark) {
    if (mark == VALUE) {
      value.codec().replay(tape, NoVisitor.INSTANCE);
    }
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    visitor.startGroup();
    int mark = tape.readByte();
    if (mark != END) {
      visitor.startField(0);
      for (; mark != END; mark = tape.readByte()) {
        visitor.startGroup();
        visitor.startField(0);
        tape.readBytes(visitor);
        visitor.endField(0);
        if (mark == VALUE) {
          visitor.startField(1);
          value.codec().replay(tape, visitor);
          visitor.endField(1);
        }
        visitor.endGroup();
      }
      visitor.endField(0);
    }
    visitor.endGroup();
  }

  @Override
  public void put(Object map, Tape tape) {
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
      byte[] key = ((String) entry.getKey()).getBytes(StandardCharsets.UTF_8);
      boolean isNull = entry.getValue().equals(JsonProperties.NULL_VALUE);
      tape.putByte(isNull ? NULL : VALUE);
      tape.putBytes(key);
      if (!isNull) {
        value.codec().put(entry.getValue(), tape);
      }
    }
    tape.putByte(END);
  }
}
