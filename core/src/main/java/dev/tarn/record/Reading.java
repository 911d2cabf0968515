package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import dev.tarn.problem.Problem;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One decoding under way: where it reads, the tape it writes, and how much it has used of its
/// limits. Codecs share it; it belongs to one thread.
final class Reading {
  /// How many values all records of a batch may come to, those that are absent counted, since an
  /// absent one too becomes an entry of its column: `{}` may stand for a thousand of them.
  static final long MAX_VALUES = 1L << 27;

  private static final int SHOWN = 60;
  private static final int SHOWN_NAME = 100;

  private final DecodeLimits limits;
  private final Tape tape = new Tape();
  private final DistinctEstimate[] distinct;
  private final long seed;
  private @Nullable JsonParser json;
  private String prefix = "";
  private long eventTime;
  private long values;
  private int depth;

  /// Begins with nothing read, and an estimate for each of `distinctColumns` columns.
  Reading(DecodeLimits limits, int distinctColumns, long seed) {
    this.limits = limits;
    this.seed = seed;
    distinct = new DistinctEstimate[distinctColumns];
    for (int i = 0; i < distinctColumns; i++) {
      distinct[i] = new DistinctEstimate();
    }
  }

  /// Begins another record, whose event time is `eventTime` unless it says otherwise.
  void begin(JsonParser next, long eventTime) {
    begin(eventTime);
    json = next;
  }

  /// Begins another record that is no JSON, or not as a whole.
  void begin(long eventTime) {
    json = null;
    prefix = "";
    depth = 0;
    this.eventTime = eventTime;
  }

  /// Goes on with the value of the record's field `name`, which `next` is at or before.
  void field(String name, JsonParser next) {
    json = next;
    prefix = "/" + segment(name);
  }

  /// The parser of the current record.
  JsonParser json() {
    return Objects.requireNonNull(json, "no record was begun");
  }

  Tape tape() {
    return tape;
  }

  DecodeLimits limits() {
    return limits;
  }

  /// The key for hashes of what was read; another one at each decoding.
  long seed() {
    return seed;
  }

  DistinctEstimate[] distinct() {
    return distinct;
  }

  /// How many values were read so far.
  long values() {
    return values;
  }

  long eventTimeMicros() {
    return eventTime;
  }

  void eventTimeMicros(long micros) {
    eventTime = micros;
  }

  /// Counts `more` values.
  void count(int more) {
    values += more;
    if (values > MAX_VALUES) {
      throw new Problem.PayloadTooLarge(
              "the records come to more than "
                  + MAX_VALUES
                  + " values, absent ones counted; send them in several batches")
          .exception();
    }
  }

  /// Enters an object or array.
  void enter() throws Fault {
    if (++depth > limits.maxDepth()) {
      throw fault(
          Fault.Code.DEPTH, "nested deeper than " + limits.maxDepth() + " objects and arrays");
    }
  }

  /// Leaves the object or array entered last.
  void leave() {
    depth--;
  }

  /// The fault of a record in which the parser met one of the limits.
  Fault overLimit() {
    return json().getParsingContext().getNestingDepth() >= limits.maxDepth()
        ? new Fault(
            Fault.Code.DEPTH,
            prefix,
            "nested deeper than " + limits.maxDepth() + " objects and arrays")
        : new Fault(
            Fault.Code.LENGTH,
            prefix,
            "a name or string of more than "
                + limits.maxStringBytes()
                + " bytes, or a number of more than "
                + limits.maxNumberLength()
                + " characters");
  }

  /// Puts the text of the current token, a string, on the tape.
  int putText() throws IOException, Fault {
    int size =
        tape.putText(json().getTextCharacters(), json().getTextOffset(), json().getTextLength());
    checkText(size);
    return size;
  }

  /// Puts the current field name on the tape.
  void putName() throws IOException, Fault {
    char[] name = json().currentName().toCharArray();
    checkText(tape.putText(name, 0, name.length));
  }

  /// Puts a string in UTF-8 on the tape.
  void putText(byte[] bytes, int from, int length) throws Fault {
    checkLength(length);
    if (Utf8.malformed(bytes, from, from + length) >= 0) {
      throw fault(Fault.Code.FORMAT, "a string that is not UTF-8 is no text");
    }
    tape.putBytes(bytes, from, length);
  }

  /// Checks that a string of `size` bytes is not too long.
  void checkLength(int size) throws Fault {
    if (size > limits.maxStringBytes()) {
      throw tooLong(size);
    }
  }

  private void checkText(int size) throws IOException, Fault {
    if (size < 0) {
      throw fault(Fault.Code.FORMAT, "a surrogate escape that is not one of a pair is no text");
    }
    if (size > limits.maxStringBytes()) {
      throw tooLong(size);
    }
  }

  private Fault tooLong(int size) {
    return fault(
        Fault.Code.LENGTH,
        "a string of " + size + " bytes where " + limits.maxStringBytes() + " are the most");
  }

  /// Checks that the current token, a string that stands for something else than text, is short
  /// enough to be looked at.
  void checkLength() throws IOException, Fault {
    if (json().getTextLength() > limits.maxStringBytes()) {
      throw tooLong(json().getTextLength());
    }
  }

  /// The current token is of another kind than `wanted`.
  Fault wrongType(String wanted) throws IOException {
    return fault(Fault.Code.TYPE, "expected " + wanted + " but found " + found());
  }

  /// A fault in the current value.
  Fault fault(Fault.Code code, String detail) {
    return new Fault(code, pointer(), detail);
  }

  /// A fault in the field `name` of the current object.
  Fault faultIn(String name, Fault.Code code, String detail) {
    return new Fault(code, pointer() + "/" + segment(name), detail);
  }

  /// The current token, shortened, for a message.
  String found() throws IOException {
    JsonToken token = json().currentToken();
    if (token == null) {
      return "nothing";
    }
    return switch (token) {
      case VALUE_NULL -> "null";
      case VALUE_TRUE -> "true";
      case VALUE_FALSE -> "false";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "the number " + shown(SHOWN);
      case VALUE_STRING -> "the string \"" + shown(SHOWN) + "\"";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> "no value";
    };
  }

  private String shown(int most) throws IOException {
    int length = json().getTextLength();
    String text =
        new String(json().getTextCharacters(), json().getTextOffset(), Math.min(length, most));
    return printable(text) + (length > most ? "…" : "");
  }

  /// `name`, shortened, for a message.
  static String shown(String name) {
    return printable(name.length() > SHOWN_NAME ? name.substring(0, SHOWN_NAME) + "…" : name);
  }

  /// `text` without control characters and halves of surrogate pairs.
  static String printable(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || isSurrogate(c) ? '�' : c)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /// The JSON pointer from the record to the current value or field.
  private String pointer() {
    if (json == null) {
      return prefix;
    }
    JsonStreamContext context = json.getParsingContext();
    boolean opens = json.hasToken(JsonToken.START_OBJECT) || json.hasToken(JsonToken.START_ARRAY);
    StringBuilder pointer = new StringBuilder();
    for (JsonStreamContext at = opens ? context.getParent() : context;
        at != null && !at.inRoot();
        at = at.getParent()) {
      String segment =
          at.inArray() ? Integer.toString(at.getCurrentIndex()) : segment(at.getCurrentName());
      pointer.insert(0, segment).insert(0, '/');
    }
    return pointer.insert(0, prefix).toString();
  }

  /// `name`, shortened, as a segment of a JSON pointer (RFC 6901, section 3).
  static String segment(String name) {
    return shown(name).replace("~", "~0").replace("/", "~1");
  }
}
