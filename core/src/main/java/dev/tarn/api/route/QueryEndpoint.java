package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.query.Querying;
import dev.tarn.query.ResultWriter;
import java.util.List;

/// `POST /v1/query`, for the function's own engine, once its body is read.
final class QueryEndpoint {
  private static final String EXPLAIN = "explain";

  private final Querying querying;
  private final ResultAnswers results;
  private final List<ResultWriter> writers;

  /// Answers in the media type of one of `writers`, the first of which is the default.
  QueryEndpoint(Querying querying, ResultAnswers results, List<ResultWriter> writers) {
    this.querying = querying;
    this.results = results;
    this.writers = List.copyOf(writers);
  }

  /// Answers `request`, which has `body`.
  ApiResponse answer(ApiRequest request, QueryBody body) {
    QueryParameters.requireKnown(request, List.of(EXPLAIN));
    if (QueryParameters.flag(request, EXPLAIN)) {
      return ApiResponse.of(
          200, "application/json", querying.explain(body.query(), body.limits()).json());
    }
    ResultWriter writer = ResultAnswers.writer(request, writers);
    return results.answer(request, body.query(), body.limits(), writer);
  }
}
