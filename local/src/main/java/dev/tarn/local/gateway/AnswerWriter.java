package dev.tarn.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Sends answers to clients.
final class AnswerWriter {
  private static final int DRAINED_BYTES = 32 * 1024 * 1024;

  private AnswerWriter() {}

  /// Answers `exchange`, whose request has the id `id`.
  ///
  /// @param bodyUnread whether the request's body was not read, or not to its end
  static void write(HttpExchange exchange, Answer answer, String id, boolean bodyUnread)
      throws IOException {
    answer.headers().forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
    exchange.getResponseHeaders().set("apigw-requestid", id);
    if (!answer.headers().containsKey("x-request-id")) {
      exchange.getResponseHeaders().set("x-request-id", id);
    }
    boolean cutOff = bodyUnread && hasBody(exchange);
    if (cutOff) {
      exchange.getResponseHeaders().set("connection", "close");
    }
    byte[] body = answer.body().bytes();
    boolean bodiless =
        body.length == 0
            || answer.status() == 204
            || answer.status() == 304
            || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
    if (!bodiless) {
      OutputStream out = exchange.getResponseBody();
      out.write(body);
      out.flush();
      if (cutOff) {
        drain(exchange.getRequestBody());
      }
    }
  }

  private static boolean hasBody(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("content-length");
    return exchange.getRequestHeaders().containsKey("transfer-encoding")
        || (length != null && !length.equals("0"));
  }

  /// Takes what the client still sends, for a while: a connection closed on it would be reset, and
  /// the answer with it, before many a client has read it.
  private static void drain(InputStream body) throws IOException {
    byte[] block = new byte[16 * 1024];
    long drained = 0;
    int read;
    while (drained < DRAINED_BYTES && (read = body.read(block)) >= 0) {
      drained += read;
    }
  }
}
