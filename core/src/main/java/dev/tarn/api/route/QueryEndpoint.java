package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.ResultWriter;
import java.util.List;

/// `POST /v1/query`.
final class QueryEndpoint implements Endpoint {
  private final ResultAnswers results;
  private final QueryLimits limits;
  private final List<ResultWriter> writers;

  /// Answers in the media type of one of `writers`, the first of which is the default.
  QueryEndpoint(ResultAnswers results, QueryLimits limits, List<ResultWriter> writers) {
    this.results = results;
    this.limits = limits;
    this.writers = List.copyOf(writers);
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    ResultWriter writer = ResultAnswers.writer(request, writers);
    JsonRequests.requireJson(request);
    QueryBody body = QueryBody.read(request.body(), limits);
    return results.answer(request, body.query(), body.limits(), writer);
  }
}
