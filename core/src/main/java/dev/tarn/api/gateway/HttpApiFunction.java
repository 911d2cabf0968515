package dev.tarn.api.gateway;

import dev.tarn.access.Principal;
import dev.tarn.access.RateLimiter;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.Routes;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.logging.LogContext;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.ProblemType;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP door of one function: an API Gateway event in, an answer out. Every failure is answered
/// as a problem; only an event that is none is thrown back at the runtime.
public final class HttpApiFunction {
  /// The longest body that surely fits the 6 MB that Lambda allows an answer (AWS Lambda Developer
  /// Guide, "Lambda quotas"), since base64 takes four bytes for three.
  public static final long MAX_BODY_BYTES = 4_500_000;

  private static final Logger LOG = LoggerFactory.getLogger(HttpApiFunction.class);

  private final Map<Operation, Endpoint> endpoints;
  private final RequestGate gate;
  private final Metrics metrics;

  /// Serves `routes` to those whom `gate` lets in, and counts what is answered in `metrics`.
  public HttpApiFunction(Routes routes, RequestGate gate, Metrics metrics) {
    this.endpoints = new EnumMap<>(routes.endpoints());
    this.gate = gate;
    this.metrics = metrics;
  }

  /// Answers the event that `in` holds on `out`. `invocationId` names requests that API Gateway
  /// gave no id. What is logged meanwhile carries the request's id and its trace's. Throws
  /// [MalformedEventException] where `in` holds no HTTP API event.
  public void handle(InputStream in, OutputStream out, String invocationId) throws IOException {
    HttpApiEvent event = HttpApiEvent.read(in);
    String id = event.requestId().isEmpty() ? invocationId : event.requestId();
    Optional<String> trace = Optional.ofNullable(event.headers().get("x-amzn-trace-id"));
    try (LogContext _ = LogContext.open(id, trace)) {
      ApiResponse response = answer(event, id);
      HttpApiEvent.write(response.with("x-request-id", id), out);
    }
  }

  private ApiResponse answer(HttpApiEvent event, String id) {
    return answered(
        id,
        () -> {
          Operation operation =
              operation(event.routeKey())
                  .orElseThrow(() -> new Problem.UnknownRoute(event.path()).exception());
          Principal principal = gate.principal(operation, event.authorizer());
          byte[] body = event.body().bytes();
          RateLimiter.Standing standing =
              gate.count(operation, principal, event.pathParameters(), body.length);
          ApiResponse response =
              answered(id, () -> answer(event, id, operation, principal, standing));
          return RateLimitHeaders.add(response, standing);
        });
  }

  private ApiResponse answer(
      HttpApiEvent event,
      String id,
      Operation operation,
      Principal principal,
      RateLimiter.Standing standing) {
    if (!standing.isAllowed()) {
      throw new Problem.TooManyRequests(standing.retryAfterSeconds()).exception();
    }
    gate.requireDataset(operation, principal, event.pathParameters());
    return endpoint(operation)
        .handle(
            new ApiRequest(
                id,
                operation,
                principal,
                event.pathParameters(),
                event.queryParameters(),
                event.rawQuery(),
                event.headers(),
                event.body().bytes()));
  }

  private ApiResponse answered(String id, Supplier<ApiResponse> answer) {
    try {
      return answer.get();
    } catch (ProblemException e) {
      return failed(e.problem(), id, e);
    } catch (StoreException e) {
      return failed(new Problem.StoreUnavailable("the object store did not answer"), id, e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return failed(new Problem.Internal(), id, e);
    }
  }

  private Endpoint endpoint(Operation operation) {
    Endpoint endpoint = endpoints.get(operation);
    if (endpoint == null) {
      throw new Problem.UnknownRoute(operation.path()).exception();
    }
    return endpoint;
  }

  private static Optional<Operation> operation(String routeKey) {
    for (Operation operation : Operation.values()) {
      if (operation.routeKey().equals(routeKey)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }

  private ApiResponse failed(Problem problem, String id, Throwable cause) {
    ProblemType type = problem.type();
    if (type.status() >= 500) {
      LOG.error("request {} failed: {}", id, problem.detail(), cause);
    } else {
      LOG.info("request {} refused: {} {}", id, type.code(), problem.detail());
    }
    metrics.record("-", List.of(Metric.PROBLEMS.of(type.code(), 1)));
    return ProblemJson.answer(problem, id);
  }
}
