package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import java.util.Arrays;

/// One cell of a CSV as the one token that it is to a codec: a string, number or boolean. It is a
/// parser of nothing in all else.
final class CsvCell extends JsonParserDelegate {
  private static final String TRUE = "true";
  private static final String FALSE = "false";

  private char[] text = new char[256];
  private int length;
  private JsonToken token = JsonToken.VALUE_STRING;

  CsvCell(JsonFactory factory) throws IOException {
    super(factory.createParser(new char[0]));
  }

  /// Becomes cell `i` of `rows`, whose text is well-formed UTF-8.
  void load(byte[] body, CsvRows rows, int i) {
    int from = rows.start(i);
    int to = rows.end(i);
    if (text.length < to - from) {
      text = Arrays.copyOf(text, Math.max(to - from, text.length * 2));
    }
    boolean escaped = rows.escaped(i);
    int size = 0;
    for (int at = from; at < to; ) {
      int b = body[at];
      if (b >= 0) {
        text[size++] = (char) b;
        at += escaped && b == '"' ? 2 : 1;
      } else if ((b & 0xe0) == 0xc0) {
        text[size++] = (char) ((b & 0x1f) << 6 | (body[at + 1] & 0x3f));
        at += 2;
      } else if ((b & 0xf0) == 0xe0) {
        text[size++] =
            (char) ((b & 0x0f) << 12 | (body[at + 1] & 0x3f) << 6 | (body[at + 2] & 0x3f));
        at += 3;
      } else {
        int point =
            (b & 0x07) << 18
                | (body[at + 1] & 0x3f) << 12
                | (body[at + 2] & 0x3f) << 6
                | (body[at + 3] & 0x3f);
        text[size++] = Character.highSurrogate(point);
        text[size++] = Character.lowSurrogate(point);
        at += 4;
      }
    }
    length = size;
  }

  /// Takes the cell's text as a token of the kind that `form`, which is not JSON, makes of it.
  void take(CellForm form) {
    token =
        switch (form) {
          case TEXT, JSON -> JsonToken.VALUE_STRING;
          case NUMBER -> number();
          case BOOLEAN -> bool();
        };
  }

  private JsonToken number() {
    if (!NumberText.isNumber(text, 0, length)) {
      return JsonToken.VALUE_STRING;
    }
    for (int i = 0; i < length; i++) {
      if (text[i] == '.' || text[i] == 'e' || text[i] == 'E') {
        return JsonToken.VALUE_NUMBER_FLOAT;
      }
    }
    return JsonToken.VALUE_NUMBER_INT;
  }

  private JsonToken bool() {
    if (is(TRUE)) {
      return JsonToken.VALUE_TRUE;
    }
    return is(FALSE) ? JsonToken.VALUE_FALSE : JsonToken.VALUE_STRING;
  }

  private boolean is(String word) {
    return length == word.length() && getText().equalsIgnoreCase(word);
  }

  @Override
  public JsonToken currentToken() {
    return token;
  }

  @Override
  public boolean hasToken(JsonToken other) {
    return token == other;
  }

  @Override
  public String getText() {
    return new String(text, 0, length);
  }

  @Override
  public char[] getTextCharacters() {
    return text;
  }

  @Override
  public int getTextLength() {
    return length;
  }

  @Override
  public int getTextOffset() {
    return 0;
  }
}
