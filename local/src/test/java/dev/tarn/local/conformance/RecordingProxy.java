package dev.tarn.local.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/// Passes requests on to a server, byte by byte but for ending each connection after one, since
/// what is signed must not change; and keeps each.
final class RecordingProxy implements AutoCloseable {
  private final ServerSocket socket;
  private final URI server;
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Predicate<Call> held = call -> false;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private RecordingProxy(ServerSocket socket, URI server) {
    this.socket = socket;
    this.server = server;
  }

  static RecordingProxy before(URI server) throws IOException {
    RecordingProxy proxy =
        new RecordingProxy(new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1")), server);
    var _ = proxy.threads.submit(proxy::accept);
    return proxy;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  /// The requests so far.
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /// Keeps requests like these from the server, and lets whoever makes them wait, until this is
  /// called anew.
  void hold(Predicate<Call> calls) {
    held = calls;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        var _ = threads.submit(() -> pass(client));
      }
    } catch (IOException e) {
      // It is closed.
    }
  }

  private void pass(Socket client) {
    try (client;
        Socket onward = new Socket(server.getHost(), server.getPort())) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String start = line(in);
      if (start.isEmpty()) {
        return;
      }
      Map<String, String> headers = new HashMap<>();
      StringBuilder head = new StringBuilder(start).append("\r\n");
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.put(name, line.substring(colon + 1).strip());
        if (!name.equals("connection")) {
          head.append(line).append("\r\n");
        }
      }
      head.append("Connection: close\r\n\r\n");
      byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
      String[] parts = start.split(" ", -1);
      Call call = new Call(parts[0], parts[1], headers, body);
      calls.add(call);
      if (held.test(call)) {
        // Until its client has gone.
        var _ = in.read();
        return;
      }
      OutputStream out = onward.getOutputStream();
      out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      answer(new BufferedInputStream(onward.getInputStream()), client.getOutputStream());
    } catch (IOException e) {
      // Either side has gone, as it may at any time.
    }
  }

  private static void answer(InputStream in, OutputStream out) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (!line.toLowerCase(Locale.ROOT).startsWith("connection:")) {
        head.append(line).append("\r\n");
      }
    }
    head.append("Connection: close\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    in.transferTo(out);
    out.flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }
}
