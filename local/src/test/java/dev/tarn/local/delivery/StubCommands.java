package dev.tarn.local.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Commands that are nothing but a way to the test: each call sends its arguments over the loopback
/// and says what is answered.
final class StubCommands implements AutoCloseable {
  /// Answers one call of a command, whose name comes first.
  interface Behaviour {
    Answer answer(List<String> call);
  }

  /// What a command says and ends with: on standard output for code 0, else on standard error.
  record Answer(int code, String text) {
    static Answer of(String text) {
      return new Answer(0, text);
    }

    static Answer failed(String text) {
      return new Answer(254, text);
    }
  }

  private static final String SCRIPT =
      """
      #!@BASH@
      exec 3<>/dev/tcp/127.0.0.1/@PORT@
      printf '%d\\n' $(($# + 1)) >&3
      printf '%s\\0' @NAME@ "$@" >&3
      IFS= read -r code <&3 || exit 99
      IFS= read -r -d '' text <&3
      if [ "$code" = 0 ]; then printf '%s' "$text"; else printf '%s' "$text" >&2; fi
      exit "$code"
      """;

  private final ServerSocket server;
  private final Path directory;

  private StubCommands(ServerSocket server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  /// Makes commands with `names` in `directory`, that `behaviour` answers, one call at a time.
  static StubCommands start(Path directory, Behaviour behaviour, String... names)
      throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    // Tests of scripts call them a thousand times: `env` would look for it at each.
    String bash = Command.find("bash").map(Path::toString).orElse("/bin/bash");
    for (String name : names) {
      Path file = directory.resolve(name);
      Files.writeString(
          file,
          SCRIPT
              .replace("@BASH@", bash)
              .replace("@PORT@", Integer.toString(server.getLocalPort()))
              .replace("@NAME@", name));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Thread.ofVirtual().start(() -> serve(server, behaviour));
    return new StubCommands(server, directory);
  }

  /// Where the commands are.
  Path directory() {
    return directory;
  }

  private static void serve(ServerSocket server, Behaviour behaviour) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        Answer answer = answer(behaviour, call(new BufferedInputStream(socket.getInputStream())));
        OutputStream out = socket.getOutputStream();
        out.write((answer.code() + "\n" + answer.text()).getBytes(UTF_8));
        out.flush();
      } catch (IOException e) {
        // Either the test is over, or the command was killed and does not hear the answer.
      }
    }
  }

  private static Answer answer(Behaviour behaviour, List<String> call) {
    try {
      return behaviour.answer(call);
    } catch (RuntimeException e) {
      return new Answer(98, "the test's own fault: " + e);
    }
  }

  private static List<String> call(InputStream in) throws IOException {
    int count = Integer.parseInt(until(in, '\n'));
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      words.add(until(in, '\0'));
    }
    return words;
  }

  private static String until(InputStream in, int end) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != end; next = in.read()) {
      if (next < 0) {
        throw new EOFException("a call was cut off");
      }
      bytes.write(next);
    }
    return bytes.toString(UTF_8);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
