package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.Querying;
import dev.tarn.query.ResultWriter;
import java.util.List;

/// `POST /v1/query`, for the function's own engine.
final class QueryEndpoint implements Endpoint {
  private static final String EXPLAIN = "explain";

  private final Querying querying;
  private final ResultAnswers results;
  private final QueryLimits limits;
  private final QueryEngines engines;
  private final List<ResultWriter> writers;

  /// Answers in the media type of one of `writers`, the first of which is the default.
  QueryEndpoint(
      Querying querying,
      ResultAnswers results,
      QueryLimits limits,
      QueryEngines engines,
      List<ResultWriter> writers) {
    this.querying = querying;
    this.results = results;
    this.limits = limits;
    this.engines = engines;
    this.writers = List.copyOf(writers);
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of(EXPLAIN));
    if (QueryParameters.flag(request, EXPLAIN)) {
      return explanation(request);
    }
    ResultWriter writer = ResultAnswers.writer(request, writers);
    JsonRequests.requireJson(request);
    QueryBody body = body(request);
    return results.answer(request, body.query(), body.limits(), writer);
  }

  private ApiResponse explanation(ApiRequest request) {
    JsonRequests.requireJson(request);
    QueryBody body = body(request);
    return ApiResponse.of(
        200, "application/json", querying.explain(body.query(), body.limits()).json());
  }

  private QueryBody body(ApiRequest request) {
    return QueryBody.read(request.principal(), request.body(), limits, engines);
  }
}
