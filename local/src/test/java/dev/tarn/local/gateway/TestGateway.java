package dev.tarn.local.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tarn.api.Operation;
import dev.tarn.local.token.TokenVerifier;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A gateway before fake functions, on a free port, with a client for it.
final class TestGateway implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-07T09:03:58.123Z");
  static final GatewayLimits LIMITS =
      new GatewayLimits(
          1_000_000,
          4_000,
          600_000,
          5_000,
          Duration.ofSeconds(30),
          4,
          64 << 20,
          Duration.ofSeconds(10));
  private static final Clock FIXED = Clock.fixed(NOW, ZoneOffset.UTC);
  static final PutLimits PUTS = new PutLimits(2_000_000, 2, Duration.ofMinutes(1));

  final FakeFunction ingest;
  final FakeFunction query;
  final ObjectStore published;
  final SignedLinks links;
  final ObjectStore linked;
  final FakeArrivals arrivals;
  private final Gateway gateway;
  private final List<ServedRequest> served;
  private final ByteArrayOutputStream functionLog;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestGateway(
      InetSocketAddress address,
      GatewayLimits limits,
      Optional<TokenVerifier> tokens,
      Throttles throttles,
      Clock clock)
      throws IOException {
    ingest = new FakeFunction();
    query = new FakeFunction();
    published = new MemoryStore(Clock.fixed(NOW, ZoneOffset.UTC));
    links = SignedLinks.withRandomSecret(LinkedObjects.BASE, Clock.fixed(NOW, ZoneOffset.UTC));
    linked = new MemoryStore(Clock.fixed(NOW, ZoneOffset.UTC), links);
    arrivals = new FakeArrivals();
    served = new CopyOnWriteArrayList<>();
    functionLog = new ByteArrayOutputStream();
    gateway =
        Gateway.start(
            address,
            new ServedApi(
                Map.of(Operation.Function.INGEST, ingest, Operation.Function.QUERY, query),
                Optional.of(published),
                Optional.of(new LinkedObjects(linked, links).taking(arrivals, PUTS)),
                tokens,
                Optional.empty(),
                throttles),
            limits,
            clock,
            served::add,
            new PrintStream(functionLog, true, UTF_8));
  }

  static TestGateway start() throws IOException {
    return start(LIMITS);
  }

  static TestGateway start(GatewayLimits limits) throws IOException {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), limits);
  }

  static TestGateway start(InetSocketAddress address, GatewayLimits limits) throws IOException {
    return new TestGateway(address, limits, Optional.empty(), Throttles.NONE, FIXED);
  }

  static TestGateway start(TokenVerifier tokens) throws IOException {
    return new TestGateway(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        LIMITS,
        Optional.of(tokens),
        Throttles.NONE,
        FIXED);
  }

  /// A gateway whose routes are throttled by `clock`.
  static TestGateway start(Optional<TokenVerifier> tokens, Throttles throttles, Clock clock)
      throws IOException {
    return new TestGateway(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        LIMITS,
        tokens,
        throttles,
        clock);
  }

  Gateway gateway() {
    return gateway;
  }

  URI uri() {
    return gateway.uri();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri().resolve(path)).timeout(Duration.ofSeconds(60));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  /// A connection of the test's own.
  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri().getPort());
    socket.setSoTimeout(60_000);
    return socket;
  }

  /// Sends `text` as it is, and answers what comes back until the end of the answer's head.
  String raw(String text) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      return head(socket);
    }
  }

  /// What `socket` says up to an empty line, or its end.
  static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    int c;
    while (head.indexOf("\r\n\r\n") < 0 && (c = socket.getInputStream().read()) >= 0) {
      head.append((char) c);
    }
    return head.toString();
  }

  /// Stops the gateway, for a request is logged after its answer, and tells what it logged.
  List<ServedRequest> served() {
    gateway.stop();
    return served;
  }

  String functionLog() {
    return functionLog.toString(UTF_8);
  }

  @Override
  public void close() throws IOException {
    client.close();
    gateway.close();
    arrivals.close();
  }
}
