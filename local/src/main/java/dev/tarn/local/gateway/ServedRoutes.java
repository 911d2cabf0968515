package dev.tarn.local.gateway;

import dev.tarn.access.AccessSettings;
import dev.tarn.api.Operation;
import dev.tarn.api.gateway.RequestGate;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is served at the routes of the API, by functions or by putting a request onto a queue, as
/// API Gateway does it.
final class ServedRoutes implements AutoCloseable {
  private final RouteTable table = new RouteTable(List.of(Operation.values()));
  private final GatewayLimits limits;
  private final Invocations invocations;
  private final InstantSource clock;
  private final ClientTime time;
  private final ThrottledRoutes throttled;
  private final TokenCheck tokens;
  private final RequestGate gate;
  private final Optional<QueuedRequests> queued;

  /// @param invocations of the functions of `api`
  /// @param time that clients have
  ServedRoutes(
      ServedApi api,
      GatewayLimits limits,
      Invocations invocations,
      InstantSource clock,
      ClientTime time) {
    this.limits = limits;
    this.invocations = invocations;
    this.clock = clock;
    this.time = time;
    this.throttled = new ThrottledRoutes(api.throttles(), clock);
    this.tokens = new TokenCheck(api.tokens());
    this.gate =
        new RequestGate(
            api.tokens().isPresent() ? AccessSettings.STRICT : AccessSettings.WITHOUT_TOKENS,
            clock);
    this.queued = api.queue().map(QueuedRequests::new);
  }

  /// What comes of `request`, whose body `in` has.
  Outcome outcome(ReceivedRequest request, InputStream in, String id, BufferBudget.Claim claim)
      throws IOException {
    return switch (table.find(request.method(), request.path())) {
      case Route.Unknown() ->
          Outcome.refused(Answer.problem(new Problem.UnknownRoute(request.path()), id));
      case Route.OtherMethods(List<String> allowed) ->
          Outcome.refused(
              request.method().equals("OPTIONS")
                  ? Answer.allowing(allowed)
                  : Answer.problem(new Problem.MethodNotAllowed(request.method(), allowed), id));
      case Route.Served served -> {
        if (!throttled.takes(served.operation())) {
          yield Outcome.refused(Answer.message(429, "Too Many Requests"));
        }
        TokenCheck.Caller caller = tokens.caller(request, served.operation(), id);
        if (caller.refusal().isPresent()) {
          yield Outcome.refused(caller.refusal().get());
        }
        if (request.declaredLength().orElse(0L) > limits.requestBytes()) {
          yield Outcome.refused(tooLarge(id));
        }
        time.begin();
        yield switch (RequestBody.read(in, limits.requestBytes(), claim)) {
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

  @Override
  public void close() {
    invocations.close();
  }
}
