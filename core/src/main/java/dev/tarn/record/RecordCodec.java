package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.tarn.record.RecordField.Absence;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.avro.JsonProperties;

/// `record`: an object with each field once at most, in any order, and no others. On the tape each
/// field follows its tag, in the order of the object; tag 0 ends the record. Fields that are null
/// are not on it, those that have their default as a tag only.
final class RecordCodec implements ValueCodec {
  private static final int END = 0;

  private final RecordField[] fields;
  private final SerializedString[] names;
  private final ValueCodec[] codecs;
  private final int[] columns;
  private final Map<String, Integer> positions = new HashMap<>();

  RecordCodec(List<RecordField> fields) {
    this.fields = fields.toArray(RecordField[]::new);
    names = new SerializedString[this.fields.length];
    codecs = new ValueCodec[this.fields.length];
    columns = new int[this.fields.length];
    for (int i = 0; i < this.fields.length; i++) {
      names[i] = this.fields[i].name();
      codecs[i] = this.fields[i].slot().codec();
      columns[i] = this.fields[i].column();
      positions.put(this.fields[i].text(), i);
    }
  }

  /// How many fields there are, those that hold nothing included.
  int size() {
    return fields.length;
  }

  /// The field at position `i`.
  RecordField field(int i) {
    return fields[i];
  }

  /// The position of the field `name`, if there is one.
  OptionalInt position(String name) {
    Integer position = positions.get(name);
    return position == null ? OptionalInt.empty() : OptionalInt.of(position);
  }

  /// Puts what says that the value of field `i` follows, or with `isDefault` that it is the field's
  /// default.
  static void putTag(int i, boolean isDefault, Tape tape) {
    tape.putCount(tag(i, isDefault));
  }

  /// Puts the end of a record of which the fields in `seen`, a bit each, were put.
  void putEnd(Reading in, long[] seen) throws Fault {
    fillAbsent(in, seen);
    in.tape().putCount(END);
  }

  private static int tag(int field, boolean isDefault) {
    return (field << 1 | (isDefault ? 1 : 0)) + 1;
  }

  @Override
  public CellForm cellForm() {
    return CellForm.JSON;
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    JsonParser json = in.json();
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw in.wrongType("an object");
    }
    in.enter();
    in.count(fields.length);
    long[] seen = new long[(fields.length + Long.SIZE - 1) / Long.SIZE];
    int count = 0;
    for (int i = nextField(in, -1); i >= 0; i = nextField(in, i)) {
      if ((seen[i >> 6] & 1L << i) != 0) {
        throw in.fault(Fault.Code.DUPLICATE, "the field '" + fields[i].text() + "' is given twice");
      }
      seen[i >> 6] |= 1L << i;
      count++;
      readField(in, i);
    }
    if (count < fields.length) {
      fillAbsent(in, seen);
    }
    in.tape().putCount(END);
    in.leave();
  }

  /// Advances to the next field's name and returns its position, or -1 at the object's end. Fields
  /// mostly come in the schema's order, so the one that follows `previous` is tried first.
  private int nextField(Reading in, int previous) throws IOException, Fault {
    JsonParser json = in.json();
    int guess = previous + 1;
    if (guess < fields.length) {
      if (json.nextFieldName(names[guess])) {
        return guess;
      }
    } else {
      json.nextToken();
    }
    if (json.currentToken() != JsonToken.FIELD_NAME) {
      return -1;
    }
    String name = json.currentName();
    Integer position = positions.get(name);
    if (position == null) {
      throw in.fault(
          Fault.Code.UNKNOWN, "the schema has no field '" + Reading.shown(name) + "' here");
    }
    return position;
  }

  private void readField(Reading in, int i) throws IOException, Fault {
    if (in.json().nextToken() != JsonToken.VALUE_NULL) {
      in.tape().putCount(tag(i, false));
      codecs[i].read(in);
    } else if (!fields[i].slot().nullable()) {
      throw in.fault(Fault.Code.TYPE, "the field '" + fields[i].text() + "' may not be null");
    }
  }

  private void fillAbsent(Reading in, long[] seen) throws Fault {
    for (int i = 0; i < fields.length; i++) {
      if ((seen[i >> 6] & 1L << i) == 0) {
        switch (fields[i].absence()) {
          case Absence.Refused() ->
              throw in.faultIn(
                  fields[i].text(),
                  Fault.Code.MISSING,
                  "the field '" + fields[i].text() + "' is required");
          case Absence.Null() -> {}
          case Absence.Default(Tape _) -> in.tape().putCount(tag(i, true));
        }
      }
    }
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    visitor.startGroup();
    replayFields(tape, visitor);
    visitor.endGroup();
  }

  /// As [#replay], without making a group of it.
  void replayFields(TapeCursor tape, RecordVisitor visitor) {
    for (int tag; (tag = tape.readCount()) != END; ) {
      int i = (tag - 1) >> 1;
      visitor.startField(columns[i]);
      if (((tag - 1) & 1) == 0) {
        codecs[i].replay(tape, visitor);
      } else if (fields[i].absence() instanceof Absence.Default(Tape value)) {
        codecs[i].replay(value.cursor(0), visitor);
      }
      visitor.endField(columns[i]);
    }
  }

  @Override
  public void put(Object value, Tape tape) {
    Map<?, ?> given = (Map<?, ?>) value;
    for (int i = 0; i < fields.length; i++) {
      RecordField field = fields[i];
      if (given.containsKey(field.text())) {
        putGiven(i, given.get(field.text()), tape);
      } else {
        switch (field.absence()) {
          case Absence.Refused() ->
              throw new IllegalArgumentException("the default lacks '" + field.text() + "'");
          case Absence.Null() -> {}
          case Absence.Default(Tape _) -> tape.putCount(tag(i, true));
        }
      }
    }
    tape.putCount(END);
  }

  private void putGiven(int i, Object value, Tape tape) {
    if (!value.equals(JsonProperties.NULL_VALUE)) {
      tape.putCount(tag(i, false));
      codecs[i].put(value, tape);
    } else if (!fields[i].slot().nullable()) {
      throw new IllegalArgumentException("the default of '" + fields[i].text() + "' is null");
    }
  }
}
