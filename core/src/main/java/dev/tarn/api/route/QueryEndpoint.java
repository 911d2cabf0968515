package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.problem.Problem;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryStatistics;
import dev.tarn.query.Querying;
import dev.tarn.query.ResultWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;

/// `POST /v1/query`.
final class QueryEndpoint implements Endpoint {
  private final Querying querying;
  private final QueryLimits limits;
  private final List<ResultWriter> writers;

  /// Answers in the media type of one of `writers`, the first of which is the default.
  QueryEndpoint(Querying querying, QueryLimits limits, List<ResultWriter> writers) {
    this.querying = querying;
    this.limits = limits;
    this.writers = List.copyOf(writers);
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    ResultWriter writer = writer(request.header("accept").orElse("*/*"));
    JsonRequests.requireJson(request);
    QueryBody body = QueryBody.read(request.principal(), request.body(), limits);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QueryStatistics statistics = querying.answer(body.query(), body.limits(), writer, out);
    ApiResponse answer = ApiResponse.of(200, writer.mediaType(), out.toByteArray());
    return writer.carriesStatistics() ? answer : answer.with("x-tarn-stats", statistics.json());
  }

  private ResultWriter writer(String accept) {
    List<String> offered = writers.stream().map(ResultWriter::mediaType).toList();
    String chosen =
        MediaTypes.accepted(accept, offered)
            .orElseThrow(() -> new Problem.NotAcceptable(accept, offered).exception());
    return writers.get(offered.indexOf(chosen));
  }
}
