package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import java.util.Optional;

/// `POST /v1/query`: reads what it asks for, and has whichever engine is to run the query answer.
final class EngineEndpoint implements Endpoint {
  private final QueryEndpoint own;
  private final SubmittedQueryEndpoint submitted;
  private final QueryLimits limits;
  private final QueryEngines engines;

  /// @param own answers with the function's own engine
  /// @param submitted hands over to the other
  EngineEndpoint(
      QueryEndpoint own,
      SubmittedQueryEndpoint submitted,
      QueryLimits limits,
      QueryEngines engines) {
    this.own = own;
    this.submitted = submitted;
    this.limits = limits;
    this.engines = engines;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    JsonRequests.requireJson(request);
    QueryBody body = QueryBody.read(request.principal(), request.body(), limits, engines);
    return switch (body.engine()) {
      case DUCKDB -> own.answer(request, body);
      case ATHENA -> submitted.submit(request, body, Optional.empty());
      case AUTO ->
          engines.warehouse().isPresent() ? ownFirst(request, body) : own.answer(request, body);
    };
  }

  private ApiResponse ownFirst(ApiRequest request, QueryBody body) {
    try {
      return own.answer(request, body);
    } catch (ProblemException tooLarge) {
      if (!isBeyondMeans(tooLarge.problem(), body)) {
        throw tooLarge;
      }
      try {
        return submitted.submit(request, body, Optional.of(tooLarge.problem()));
      } catch (ProblemException refused) {
        throw cannotBeHandedOver(tooLarge, refused);
      }
    }
  }

  /// A client that asked for no more time than the function has wants an answer within it.
  private boolean isBeyondMeans(Problem problem, QueryBody body) {
    return problem instanceof Problem.QueryTooLarge
        || (problem instanceof Problem.QueryTimeout
            && body.asked().map(asked -> asked.compareTo(limits.time()) > 0).orElse(true));
  }

  private static ProblemException cannotBeHandedOver(
      ProblemException tooLarge, ProblemException refused) {
    if (refused.problem().type().status() >= 500) {
      return refused;
    }
    ProblemException both =
        new Problem.QueryTooLarge(
                tooLarge.problem().detail()
                    + "; and it cannot be handed over: "
                    + refused.problem().detail())
            .exception();
    both.addSuppressed(tooLarge);
    both.addSuppressed(refused);
    return both;
  }
}
