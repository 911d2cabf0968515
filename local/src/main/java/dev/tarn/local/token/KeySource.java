package dev.tarn.local.token;

import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Where a JSON Web Key Set (RFC 7517, section 5) is read from.
public sealed interface KeySource {
  /// The longest document that is read, in bytes.
  int MOST_BYTES = 256 * 1024;

  /// A file.
  record InFile(Path path) implements KeySource {
    @Override
    public String read() throws IOException {
      try (InputStream in = Files.newInputStream(path)) {
        return bounded(in);
      }
    }
  }

  /// A document on the web.
  record AtUrl(URI url) implements KeySource {
    @Override
    public String read() throws IOException {
      try (HttpClient http =
          HttpClient.newBuilder()
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(Duration.ofSeconds(5))
              .build()) {
        HttpResponse<InputStream> answer =
            http.send(
                HttpRequest.newBuilder(url)
                    .timeout(Duration.ofSeconds(10))
                    .header("accept", "application/json")
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream in = answer.body()) {
          if (answer.statusCode() != 200) {
            throw new IOException("it answers " + answer.statusCode());
          }
          return bounded(in);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
    }
  }

  /// The document. Throws [IOException] where it cannot be had, or is too long.
  String read() throws IOException;

  /// The source that people name: a URL with `https`, or `http` for this machine, or else a file.
  /// Throws [UserFailure] for another URL.
  static KeySource of(String text) {
    if (!text.contains("://")) {
      return new InFile(Path.of(text));
    }
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new UserFailure("--jwks takes a file or a URL, not '" + text + "'", e);
    }
    boolean local = "http".equals(url.getScheme()) && url.getHost() != null && isLoopback(url);
    if (url.getHost() == null || !("https".equals(url.getScheme()) || local)) {
      throw new UserFailure(
          "keys come over https, or over http from this machine; not from '" + text + "'");
    }
    return new AtUrl(url);
  }

  private static boolean isLoopback(URI url) {
    try {
      return InetAddress.getByName(url.getHost()).isLoopbackAddress();
    } catch (IOException e) {
      return false;
    }
  }

  private static String bounded(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it is longer than " + MOST_BYTES + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
