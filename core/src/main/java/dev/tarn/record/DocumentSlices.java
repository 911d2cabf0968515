package dev.tarn.record;

/// The records of one JSON document: the elements of its array, or the one object that it is. What
/// stands between the elements is checked here; an element only as far as it takes to find its end,
/// by counting brackets outside strings.
final class DocumentSlices implements RecordSlices {
  private enum State {
    BEFORE,
    IN_ARRAY,
    AFTER
  }

  private final byte[] body;
  private State state = State.BEFORE;
  private int start;
  private int end;
  private boolean cutOff;

  /// Of what `body` holds from `from` on.
  DocumentSlices(byte[] body, int from) {
    this.body = body;
    end = from;
  }

  @Override
  public boolean next() {
    return switch (state) {
      case BEFORE -> first();
      case IN_ARRAY -> following();
      case AFTER -> after();
    };
  }

  private boolean after() {
    if (cutOff) {
      throw BodyText.malformed(body, body.length, "the body ends within its object");
    }
    return false;
  }

  private boolean first() {
    int at = RecordSlices.skipBlanks(body, end, body.length);
    if (at == body.length) {
      throw BodyText.malformed(body, at, "the body is empty");
    }
    if (body[at] == '{') {
      start = at;
      end = endOfElement(at);
      state = State.AFTER;
      checkRest(end);
      return true;
    }
    if (body[at] != '[') {
      throw BodyText.malformed(
          body, at, "expected a JSON object or an array of objects, found " + found(at));
    }
    state = State.IN_ARRAY;
    end = at;
    int element = RecordSlices.skipBlanks(body, at + 1, body.length);
    if (element < body.length && body[element] == ']') {
      state = State.AFTER;
      checkRest(element + 1);
      return false;
    }
    return element(element);
  }

  private boolean following() {
    int at = RecordSlices.skipBlanks(body, end, body.length);
    if (at < body.length && body[at] == ']') {
      state = State.AFTER;
      checkRest(at + 1);
      return false;
    }
    if (at < body.length && body[at] != ',') {
      throw BodyText.malformed(body, at, "expected ',' or ']', found " + found(at));
    }
    return element(RecordSlices.skipBlanks(body, at + 1, body.length));
  }

  private boolean element(int at) {
    if (at >= body.length) {
      throw BodyText.malformed(body, body.length, "the body ends within its array");
    }
    if (body[at] == ',' || body[at] == ']') {
      throw BodyText.malformed(body, at, "expected a value, found " + found(at));
    }
    start = at;
    end = endOfElement(at);
    return true;
  }

  private void checkRest(int from) {
    int at = RecordSlices.skipBlanks(body, from, body.length);
    if (at < body.length) {
      throw BodyText.malformed(
          body, at, "the document has ended, but " + found(at) + " follows it");
    }
  }

  private String found(int at) {
    int c = body[at];
    return c > ' ' && c < 0x7f ? "'" + (char) c + "'" : "the byte 0x%02x".formatted(c & 0xff);
  }

  private int endOfElement(int from) {
    int depth = 0;
    for (int i = from; i < body.length; i++) {
      switch (body[i]) {
        case '"' -> i = endOfString(i);
        case '{', '[' -> depth++;
        case '}', ']' -> {
          if (depth == 0) {
            return i;
          }
          if (--depth == 0) {
            return i + 1;
          }
        }
        case ',' -> {
          if (depth == 0) {
            return i;
          }
        }
        default -> {}
      }
    }
    cutOff = depth > 0;
    return body.length;
  }

  /// The index of the quotation mark that ends the string begun at `from`, or of the body's end.
  private int endOfString(int from) {
    int i = from + 1;
    while (i < body.length && body[i] != '"') {
      i += body[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int end() {
    return end;
  }
}
