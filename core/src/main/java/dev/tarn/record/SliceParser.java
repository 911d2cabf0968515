package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Parses slices of a body, each of which holds one value, as if there were nothing else. One
/// parser serves many slices, since to make one costs as much as to read a small record; it sees
/// one slice at a time, and its end as the end of input.
final class SliceParser implements Closeable {
  private static final int LONGEST_DETAIL = 200;
  private static final int ENCODING_SHOWS_IN = 4;

  private final JsonFactory factory;
  private final byte[] body;
  private @Nullable JsonParser parser;
  private Slice slice = new Slice();

  SliceParser(JsonFactory factory, byte[] body) {
    this.factory = factory;
    this.body = body;
  }

  /// A parser that is before the first token of what stands from `start` to `end`, which is
  /// well-formed UTF-8.
  JsonParser begin(int start, int end) throws IOException, Unparsable {
    slice.restart(start, end);
    JsonParser ready = parser;
    if (ready == null) {
      checkEncoding(start, end);
      ready = factory.createParser(slice);
      parser = ready;
    }
    return ready;
  }

  /// A new parser takes a zero among the first bytes, or a byte order mark, as a sign of another
  /// encoding. Neither can begin a JSON value in UTF-8.
  private void checkEncoding(int start, int end) throws Unparsable {
    int zero = start;
    while (zero < Math.min(end, start + ENCODING_SHOWS_IN) && body[zero] != 0) {
      zero++;
    }
    boolean marked = BodyText.startsWithMark(body, start, end);
    if (marked || zero < Math.min(end, start + ENCODING_SHOWS_IN)) {
      throw new Unparsable(marked ? start : zero, "expected a value in UTF-8");
    }
  }

  /// Checks that nothing but blanks follows in the slice. The parser is at the last token of the
  /// slice's value and can go on with another slice.
  void end() throws IOException, Unparsable {
    JsonParser used = Objects.requireNonNull(parser, "no slice was begun");
    int unread =
        slice.unread() + Math.max(0, used.releaseBuffered(OutputStream.nullOutputStream()));
    int rest = RecordSlices.skipBlanks(body, slice.end - unread, slice.end);
    if (rest < slice.end) {
      throw moreThanOneValue(rest);
    }
  }

  /// Reads the slice to its end, to see whether it is one value. The parser may be at any of its
  /// tokens, and cannot be used any more.
  void readRest() throws IOException, Unparsable {
    JsonParser used = Objects.requireNonNull(parser, "no slice was begun");
    boolean complete = used.getParsingContext().inRoot();
    while (used.nextToken() != null) {
      if (complete) {
        throw moreThanOneValue(offset(used.currentTokenLocation()));
      }
      complete = used.getParsingContext().inRoot();
    }
  }

  private static Unparsable moreThanOneValue(int offset) {
    return new Unparsable(offset, "a value has ended here, but more follows it");
  }

  /// Gives the parser up, as it is somewhere within a slice.
  void abandon() throws IOException {
    close();
    parser = null;
    slice = new Slice();
  }

  /// What the parser's exception says about the slice.
  Unparsable unparsable(JsonProcessingException e) {
    int offset = e.getLocation() == null ? slice.start : offset(e.getLocation());
    return new Unparsable(offset, detail(e));
  }

  private int offset(JsonLocation location) {
    return Math.clamp(slice.offset(location.getByteOffset()), slice.start, slice.end);
  }

  /// The parser's words, where they are fit to be shown.
  static String detail(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "the text ends within a value";
    }
    String message = e instanceof JsonParseException ? e.getOriginalMessage() : "no JSON";
    String shown = before(" at [Source", before(": enable `", before(" (not recog", message)));
    return shown.length() > LONGEST_DETAIL ? shown.substring(0, LONGEST_DETAIL) + "…" : shown;
  }

  private static String before(String end, String message) {
    int at = message.indexOf(end);
    return at < 0 ? message : message.substring(0, at);
  }

  @Override
  public void close() throws IOException {
    if (parser != null) {
      parser.close();
    }
  }

  /// The current slice as the parser's input.
  private final class Slice extends InputStream {
    private int start;
    private int end;
    private int at;
    private long givenBefore;

    /// Goes on with another slice; the one before was given whole.
    void restart(int start, int end) {
      givenBefore += at - this.start;
      this.start = start;
      this.end = end;
      at = start;
    }

    int unread() {
      return end - at;
    }

    /// The index in the body of the byte that the parser counts as its `read`th.
    long offset(long read) {
      return start + (read - givenBefore);
    }

    @Override
    public int read() {
      return at < end ? body[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == end) {
        return -1;
      }
      int count = Math.min(length, end - at);
      System.arraycopy(body, at, into, offset, count);
      at += count;
      return count;
    }
  }
}
