package dev.tarn.ingest;

import dev.tarn.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// Text of another character encoding, as UTF-8. Throws [Problem.MalformedBody] with the byte where
/// it is no text of that.
final class TranscodedStream extends InputStream {
  private static final int STEP = 32 * 1024;

  private final InputStream in;
  private final Charset charset;
  private final CharsetDecoder decoder;
  private final ByteBuffer source = ByteBuffer.allocate(STEP).flip();
  private final CharBuffer characters = CharBuffer.allocate(STEP);
  private byte[] text = new byte[0];
  private int at;
  private char pending;
  private long read;
  private boolean ended;
  private boolean flushed;

  TranscodedStream(InputStream in, Charset charset) {
    this.in = in;
    this.charset = charset;
    decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  @Override
  public int read() throws IOException {
    return fill() ? text[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, text.length - at);
    System.arraycopy(text, at, target, offset, count);
    at += count;
    return count;
  }

  private boolean fill() throws IOException {
    while (at == text.length && !flushed) {
      step();
    }
    return at < text.length;
  }

  private void step() throws IOException {
    source.compact();
    if (!ended) {
      int count = in.read(source.array(), source.position(), source.remaining());
      ended = count < 0;
      read += Math.max(0, count);
      source.position(source.position() + Math.max(0, count));
    }
    source.flip();
    characters.clear();
    CoderResult result = decoder.decode(source, characters, ended);
    if (result.isUnderflow() && ended) {
      result = decoder.flush(characters);
      flushed = result.isUnderflow();
    }
    if (result.isError()) {
      throw new Problem.MalformedBody(
              "the file is not %s at byte %d, its coding undone"
                  .formatted(charset.name(), read - source.remaining()),
              Optional.empty())
          .exception();
    }
    encode(characters.flip());
  }

  /// UTF-16 keeps pairs of surrogates together that a step may part.
  private void encode(CharBuffer decoded) {
    StringBuilder whole = new StringBuilder(decoded.remaining() + 1);
    if (pending != 0) {
      whole.append(pending);
      pending = 0;
    }
    whole.append(decoded);
    int last = whole.length() - 1;
    if (last >= 0 && Character.isHighSurrogate(whole.charAt(last))) {
      pending = whole.charAt(last);
      whole.setLength(last);
    }
    text = whole.toString().getBytes(StandardCharsets.UTF_8);
    at = 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
