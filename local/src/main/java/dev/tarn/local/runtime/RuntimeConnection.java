package dev.tarn.local.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A connection of the runtime client, as much of HTTP/1.1 (RFC 9112) as it speaks. The JDK's
/// server is not used, for it ends requests that wait long, which those for the next invocation do.
final class RuntimeConnection implements AutoCloseable {
  private static final int MOST_HEAD_BYTES = 64 * 1024;

  /// What is read of a body that is not taken, so that its sender can read the answer.
  private static final long MOST_BODY_BYTES = 256L << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final int mostBody;

  /// @param mostBody how much of a body is taken
  RuntimeConnection(Socket socket, int mostBody) throws IOException {
    this.socket = socket;
    this.mostBody = mostBody;
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /// The next request, or empty where the client has ended the connection. Throws [IOException] for
  /// what is no request.
  Optional<RuntimeRequest> read() throws IOException {
    int left = MOST_HEAD_BYTES;
    String start = line(left);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    String[] parts = start.split(" ", -1);
    if (parts.length != 3) {
      throw new IOException("'" + start + "' begins no request");
    }
    Map<String, String> headers = new HashMap<>();
    left -= start.length();
    for (String line = line(left); !line.isEmpty(); line = line(left)) {
      left -= line.length() + 2;
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    long length = length(headers);
    if (length > 0 && "100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    byte[] body = in.readNBytes((int) Math.min(length, mostBody));
    in.skipNBytes(length - body.length);
    return Optional.of(new RuntimeRequest(parts[0], parts[1], Map.copyOf(headers), body, length));
  }

  private static long length(Map<String, String> headers) throws IOException {
    if (headers.containsKey("transfer-encoding")) {
      throw new IOException("the body's length is not told");
    }
    String text = headers.getOrDefault("content-length", "0");
    try {
      long length = Long.parseLong(text);
      if (length < 0 || length > MOST_BODY_BYTES) {
        throw new IOException("a body of " + length + " bytes is not read");
      }
      return length;
    } catch (NumberFormatException e) {
      throw new IOException("the body's length cannot be '" + text + "'", e);
    }
  }

  /// Answers the request that was read last.
  void answer(int status, Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" -\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Type: application/json\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    ByteArrayOutputStream answer = new ByteArrayOutputStream(head.length() + body.length);
    answer.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
    answer.writeBytes(body);
    answer.writeTo(out);
    out.flush();
  }

  /// The next line without its end; empty at the end of the connection.
  private String line(int most) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        if (line.size() > 0) {
          throw new EOFException("the connection ended amid a line");
        }
        return "";
      }
      if (line.size() >= most) {
        throw new IOException("a request's head has more than " + MOST_HEAD_BYTES + " bytes");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
