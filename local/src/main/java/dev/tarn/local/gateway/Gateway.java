package dev.tarn.local.gateway;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.Operation;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.local.token.TokenVerifier;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Serves the API over HTTP by the very events and answers of an API Gateway HTTP API, with its
/// quotas ([GatewayLimits]).
///
/// Where API Gateway answers itself, this gateway does likewise, with `{"message": "…"}`: 431 for
/// too long a head, 500 for a function that throws or answers nonsense, 503 for one that is out of
/// time. Only what the client did wrong is told more precisely here, as a problem document: 404 for
/// a path and 405 for a method that no route has (API Gateway answers both 404 `Not Found`), and
/// 413. OPTIONS is answered with the methods that a path has, and HEAD is not served.
///
/// A request holds memory only as its bytes arrive, and all requests together only so much
/// ([GatewayLimits#bufferedBytes()]), else 503. Clients have a minute to send one and a minute to
/// take its answer; what they put to links ([LinkedObjects]) is not held in memory, and may take
/// longer as long as it goes on.
public final class Gateway implements AutoCloseable {
  private static final Duration CLIENTS_PATIENCE = Duration.ofMinutes(1);

  private final HttpServer server;
  private final Invocations invocations;
  private final GatewayLimits limits;
  private final Clock clock;
  private final Consumer<ServedRequest> log;
  private final RouteTable routes = new RouteTable(List.of(Operation.values()));
  private final BufferBudget budget;
  private final LoopbackGuard guard;
  private final ServedObjects objects;
  private final TokenCheck tokens;
  private final RequestGate gate;
  private final Optional<QueuedRequests> queued;
  private final InFlight inFlight = new InFlight();
  private final ClientTime time = new ClientTime(CLIENTS_PATIENCE);
  private final SecureRandom random = new SecureRandom();

  private Gateway(
      HttpServer server,
      Map<Operation.Function, RequestStreamHandler> functions,
      GatewayLimits limits,
      Clock clock,
      Consumer<ServedRequest> log,
      PrintStream functionLog,
      Optional<ObjectStore> published,
      Optional<LinkedObjects> linked,
      Optional<TokenVerifier> tokens,
      Optional<EventQueue> queue) {
    this.server = server;
    this.invocations = new Invocations(functions, limits, functionLog);
    this.limits = limits;
    this.objects = new ServedObjects(published, linked);
    this.tokens = new TokenCheck(tokens);
    this.gate =
        new RequestGate(
            tokens.isPresent() ? AccessSettings.STRICT : AccessSettings.WITHOUT_TOKENS, clock);
    this.queued = queue.map(QueuedRequests::new);
    this.clock = clock;
    this.log = log;
    this.budget = new BufferBudget(limits.bufferedBytes());
    this.guard = new LoopbackGuard(server.getAddress().getAddress());
  }

  /// Starts serving at `address`, whose port may be 0 for any free one. Every request is told to
  /// `log` once it is answered; what functions write to their log goes to `functionLog`; what is
  /// below `exports/` in `published` is served as files, and what `linked` has links to by these.
  /// What operations put onto a queue goes onto `queue`. Routes that need a scope need a token that
  /// `tokens` accept, if they are given; its scopes are the functions' to look at. Throws
  /// [java.net.BindException] where the port is taken.
  public static Gateway start(
      InetSocketAddress address,
      Map<Operation.Function, RequestStreamHandler> functions,
      GatewayLimits limits,
      Clock clock,
      Consumer<ServedRequest> log,
      PrintStream functionLog,
      Optional<ObjectStore> published,
      Optional<LinkedObjects> linked,
      Optional<TokenVerifier> tokens,
      Optional<EventQueue> queue)
      throws IOException {
    ServerSettings.apply();
    HttpServer server = HttpServer.create(address, 1024);
    Gateway gateway =
        new Gateway(
            server, functions, limits, clock, log, functionLog, published, linked, tokens, queue);
    server.setExecutor(gateway.time);
    server.createContext("/", gateway::serve);
    server.start();
    return gateway;
  }

  /// Where it serves.
  public URI uri() {
    InetSocketAddress address = server.getAddress();
    String host =
        address.getAddress().isAnyLocalAddress()
            ? "127.0.0.1"
            : address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /// Answers new requests 503 and waits, no longer than [GatewayLimits#drain()], until those in
  /// flight are answered; then closes every connection. Answers how many requests were cut off.
  public int stop() {
    int cutOff = inFlight.closeAndAwaitNone(limits.drain());
    server.stop(0);
    time.close();
    invocations.close();
    return cutOff;
  }

  @Override
  public void close() {
    stop();
  }

  private void serve(HttpExchange exchange) throws IOException {
    if (!inFlight.enter()) {
      try (exchange) {
        exchange.getResponseHeaders().set("connection", "close");
        AnswerWriter.write(exchange, Answer.message(503, "Service Unavailable"), requestId(), true);
      }
      return;
    }
    try {
      serveEntered(exchange);
    } finally {
      inFlight.leave();
    }
  }

  private void serveEntered(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    String id = requestId();
    try (exchange;
        BufferBudget.Claim claim = budget.claim()) {
      ReceivedRequest request = ReceivedRequest.of(exchange);
      Outcome outcome = outcome(exchange, request, id, claim);
      time.begin();
      AnswerWriter.write(exchange, outcome.answer(), id, outcome.bodyUnread());
      log.accept(
          new ServedRequest(
              id,
              request.method(),
              request.path(),
              outcome.answer().status(),
              outcome.answer().body().bytes().length,
              Duration.ofNanos(System.nanoTime() - start),
              outcome.failure()));
    }
  }

  private Outcome outcome(
      HttpExchange exchange, ReceivedRequest request, String id, BufferBudget.Claim claim)
      throws IOException {
    time.end();
    if (request.bytes() > limits.headerBytes()) {
      return Outcome.refused(Answer.message(431, "Request Header Fields Too Large"));
    }
    Optional<Answer> refusal = guard.refusal(request);
    if (refusal.isPresent()) {
      return Outcome.refused(refusal.get());
    }
    Optional<Outcome> object = objects.outcome(request, exchange.getRequestBody(), id, time);
    if (object.isPresent()) {
      return object.get();
    }
    return switch (routes.find(request.method(), request.path())) {
      case Route.Unknown() ->
          Outcome.refused(Answer.problem(new Problem.UnknownRoute(request.path()), id));
      case Route.OtherMethods(List<String> allowed) ->
          Outcome.refused(
              request.method().equals("OPTIONS")
                  ? Answer.allowing(allowed)
                  : Answer.problem(new Problem.MethodNotAllowed(request.method(), allowed), id));
      case Route.Served served -> {
        TokenCheck.Caller caller = tokens.caller(request, served.operation(), id);
        if (caller.refusal().isPresent()) {
          yield Outcome.refused(caller.refusal().get());
        }
        if (request.declaredLength().orElse(0L) > limits.requestBytes()) {
          yield Outcome.refused(tooLarge(id));
        }
        time.begin();
        yield switch (RequestBody.read(exchange.getRequestBody(), limits.requestBytes(), claim)) {
          case RequestBody.TooLarge() -> Outcome.refused(tooLarge(id));
          case RequestBody.NoRoom() ->
              Outcome.refused(Answer.message(503, "Service Unavailable").with("retry-after", "1"));
          case RequestBody.Whole(byte[] body) -> {
            time.end();
            yield invoke(request, served, id, caller.claims(), body);
          }
        };
      }
    };
  }

  private Answer tooLarge(String id) {
    return Answer.problem(
        new Problem.PayloadTooLarge(
            "the body is over " + limits.requestBytes() + " bytes, the most that is taken"),
        id);
  }

  private Outcome invoke(
      ReceivedRequest request,
      Route.Served route,
      String id,
      Optional<Map<String, String>> claims,
      byte[] body) {
    if (route.operation().isQueued() && queued.isPresent()) {
      return enqueue(queued.get(), route, id, claims, body);
    }
    EventDocument document =
        new EventDocument(
            request, route.operation(), route.parameters(), id, clock.instant(), claims, body);
    if (document.carriedLength() > limits.eventBytes()) {
      return Outcome.answered(tooLargeForFunction(id, body, document.carriedLength()));
    }
    byte[] event = document.bytes();
    if (event.length > limits.eventBytes()) {
      return Outcome.answered(tooLargeForFunction(id, body, event.length));
    }
    try {
      return switch (invocations.invoke(route.operation().function(), event, id)) {
        case Invocations.Outcome.Answered(byte[] answer) ->
            Outcome.answered(FunctionAnswer.read(answer));
        case Invocations.Outcome.OutOfTime() ->
            Outcome.answered(Answer.message(503, "Service Unavailable"));
        case Invocations.Outcome.Failed(Throwable cause) -> Outcome.failed(cause);
        case Invocations.Outcome.TooMuch(long bytes) ->
            Outcome.failed(
                new FunctionAnswer.MalformedException(
                    "the function's answer is "
                        + bytes
                        + " bytes, over the "
                        + limits.answerBytes()
                        + " that Lambda passes on"));
      };
    } catch (FunctionAnswer.MalformedException e) {
      return Outcome.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Outcome.failed(e);
    }
  }

  private Outcome enqueue(
      QueuedRequests queue,
      Route.Served route,
      String id,
      Optional<Map<String, String>> claims,
      byte[] body) {
    try {
      gate.admit(route.operation(), claims, route.parameters());
      return Outcome.answered(
          queue.send(route.parameters().getOrDefault("dataset", ""), claims, body, id));
    } catch (ProblemException e) {
      return Outcome.answered(Answer.problem(e.problem(), id));
    } catch (IOException | StoreException e) {
      return Outcome.failed(e);
    }
  }

  private Answer tooLargeForFunction(String id, byte[] body, long carried) {
    return Answer.problem(
        new Problem.PayloadTooLarge(
            "the body is "
                + body.length
                + " bytes and its event "
                + carried
                + ", over the "
                + limits.eventBytes()
                + " that a function takes; send smaller batches, or compress them"),
        id);
  }

  private String requestId() {
    byte[] id = new byte[11];
    random.nextBytes(id);
    return Base64.getUrlEncoder().encodeToString(id);
  }
}
