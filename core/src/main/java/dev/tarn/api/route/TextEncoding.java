package dev.tarn.api.route;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The character encoding that a body's media type names in its parameter `charset`.
final class TextEncoding {
  private static final List<String> ACCEPTED =
      List.of("utf-8", "us-ascii", "iso-8859-1", "windows-1252", "utf-16", "utf-16le", "utf-16be");
  private static final Map<String, Charset> OTHERS =
      Map.of(
          "iso-8859-1", StandardCharsets.ISO_8859_1,
          "latin1", StandardCharsets.ISO_8859_1,
          "windows-1252", Charset.forName("windows-1252"),
          "utf-16", StandardCharsets.UTF_16,
          "utf-16le", StandardCharsets.UTF_16LE,
          "utf-16be", StandardCharsets.UTF_16BE);
  private static final int STEP = 8 * 1024;

  private final Optional<Charset> other;

  private TextEncoding(Optional<Charset> other) {
    this.other = other;
  }

  /// The encoding `named`, or UTF-8, of which US-ASCII is a part. Throws
  /// [Problem.UnsupportedMediaType] for others.
  static TextEncoding of(Optional<String> named) {
    String name = named.orElse("utf-8").toLowerCase(Locale.ROOT);
    if (name.equals("utf-8") || name.equals("utf8") || name.equals("us-ascii")) {
      return new TextEncoding(Optional.empty());
    }
    Charset charset = OTHERS.get(name);
    if (charset == null) {
      throw new Problem.UnsupportedMediaType("charset", name, ACCEPTED).exception();
    }
    return new TextEncoding(Optional.of(charset));
  }

  /// The encoding, unless it is UTF-8.
  Optional<Charset> other() {
    return other;
  }

  /// `body` in UTF-8, `most` bytes at most. What is in UTF-8 already is returned as it is, checked
  /// by whoever parses it. Throws [Problem.MalformedBody] with line and column where bytes are no
  /// text of the encoding.
  byte[] toUtf8(byte[] body, int most) {
    if (other.isEmpty()) {
      return body;
    }
    CharsetDecoder decoder =
        other
            .get()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(body);
    CharBuffer step = CharBuffer.allocate(STEP);
    StringBuilder text = new StringBuilder(body.length);
    CoderResult result;
    do {
      result = decoder.decode(in, step, true);
      text.append(step.flip());
      step.clear();
      if (result.isError()) {
        throw new Problem.MalformedBody(
                "the body is not " + other.get().name(), Optional.of(end(text)))
            .exception();
      }
    } while (result.isOverflow());
    byte[] encoded = text.toString().getBytes(StandardCharsets.UTF_8);
    if (encoded.length > most) {
      throw new Problem.PayloadTooLarge("the body in UTF-8 has more than " + most + " bytes")
          .exception();
    }
    return encoded;
  }

  private static Place end(CharSequence text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!Character.isLowSurrogate(c)) {
        column++;
      }
    }
    return Place.position(line, column);
  }
}
