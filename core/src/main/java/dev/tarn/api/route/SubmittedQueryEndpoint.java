package dev.tarn.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryOrigin;
import dev.tarn.query.QueryStatistics;
import dev.tarn.query.ResultWriter;
import dev.tarn.query.SubmittedQuery;
import dev.tarn.query.WarehouseQuerying;
import dev.tarn.query.WarehouseState;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Queries that another engine runs: submitting one, how far it is and its rows, and stopping it,
/// an endpoint each.
final class SubmittedQueryEndpoint {
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";
  private static final String POLL_SECONDS = "2";

  /// The most rows that are read page by page while a client waits.
  private static final long MOST_ROWS = 20_000;

  private final QueryEngines engines;
  private final QueryLimits check;
  private final QueryLimits result;
  private final List<ResultWriter> writers;
  private final Function<ApiRequest, String> asker;

  /// @param limits what checking a query, and its answer, may use
  /// @param writers of rows in answers, the first of which is the default
  /// @param asker tells who makes a request: nobody else sees or stops what they submitted
  SubmittedQueryEndpoint(
      QueryEngines engines,
      QueryLimits limits,
      List<ResultWriter> writers,
      Function<ApiRequest, String> asker) {
    this.engines = engines;
    this.check = limits;
    this.result =
        new QueryLimits(
            limits.time(),
            limits.maxBytes(),
            limits.memoryBytes(),
            limits.threads(),
            limits.temporaryBytes(),
            Math.min(limits.resultRows(), MOST_ROWS),
            limits.resultBytes());
    this.writers = List.copyOf(writers);
    this.asker = asker;
  }

  /// Submits what `POST /v1/query` asks for.
  ///
  /// @param reason why the function does not run it, if not because it was told so
  ApiResponse submit(ApiRequest request, QueryBody body, Optional<Problem> reason) {
    QueryParameters.requireKnown(request, List.of());
    WarehouseQuerying warehouse = warehouse(body.engine().label());
    SubmittedQuery query =
        warehouse.submit(
            body.query(),
            check,
            body.asked().orElse(warehouse.time()),
            new QueryOrigin(
                asker.apply(request), JsonRequests.idempotencyKey(request).orElse(request.id())));
    ObjectNode document = document(warehouse, query, "queued");
    reason.ifPresent(problem -> document.put("reason", problem.detail()));
    return pending(query, document);
  }

  /// `GET /v1/queries/{queryId}`.
  ApiResponse get(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    String accepted = accepted(request);
    String id = request.pathParameter("queryId");
    WarehouseQuerying warehouse =
        engines.warehouse().orElseThrow(() -> new Problem.UnknownQuery(id).exception());
    WarehouseQuerying.Progress progress = warehouse.progress(id, asker.apply(request));
    SubmittedQuery query = progress.query();
    return switch (progress.state()) {
      case WarehouseState.Queued _ -> pending(query, document(warehouse, query, "queued"));
      case WarehouseState.Running(long bytes) ->
          pending(query, document(warehouse, query, "running").put("bytesScanned", bytes));
      case WarehouseState.Succeeded state -> succeeded(warehouse, query, state, accepted);
      case WarehouseState.Failed(Problem problem) -> {
        ObjectNode document = document(warehouse, query, "failed");
        document.set("problem", ProblemJson.document(problem));
        yield ended(document);
      }
      case WarehouseState.Cancelled _ -> ended(document(warehouse, query, "cancelled"));
    };
  }

  /// `DELETE /v1/queries/{queryId}`.
  ApiResponse cancel(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    String id = request.pathParameter("queryId");
    engines
        .warehouse()
        .orElseThrow(() -> new Problem.UnknownQuery(id).exception())
        .cancel(id, asker.apply(request));
    return new ApiResponse(204, Map.of(), new byte[0]);
  }

  private ApiResponse succeeded(
      WarehouseQuerying warehouse,
      SubmittedQuery query,
      WarehouseState.Succeeded state,
      String mediaType) {
    Optional<ResultWriter> writer =
        writers.stream().filter(each -> each.mediaType().equals(mediaType)).findFirst();
    return writer
        .flatMap(rows -> inline(warehouse, query, state, rows))
        .orElseGet(() -> elsewhere(warehouse, query, state));
  }

  /// The rows, unless there are too many for an answer.
  private Optional<ApiResponse> inline(
      WarehouseQuerying warehouse,
      SubmittedQuery query,
      WarehouseState.Succeeded state,
      ResultWriter writer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    QueryStatistics statistics;
    try {
      statistics = warehouse.write(query, state, result, writer, out);
    } catch (ProblemException e) {
      if (e.problem() instanceof Problem.ResultTooLarge) {
        return Optional.empty();
      }
      throw e;
    }
    ApiResponse answer = ApiResponse.of(200, writer.mediaType(), out.toByteArray());
    return Optional.of(
        writer.carriesStatistics() ? answer : answer.with("x-tarn-stats", statistics.json()));
  }

  private static ApiResponse elsewhere(
      WarehouseQuerying warehouse, SubmittedQuery query, WarehouseState.Succeeded state) {
    return new ApiResponse(
        303,
        Map.of(
            "location",
            warehouse.link(query).toString(),
            "x-tarn-stats",
            warehouse.statistics(query, state).json()),
        new byte[0]);
  }

  private String accepted(ApiRequest request) {
    String accept = request.header("accept").orElse("*/*");
    List<String> offered = new ArrayList<>();
    writers.forEach(writer -> offered.add(writer.mediaType()));
    offered.add(CSV);
    return MediaTypes.accepted(accept, offered)
        .orElseThrow(() -> new Problem.NotAcceptable(accept, offered).exception());
  }

  private WarehouseQuerying warehouse(String engine) {
    return engines
        .warehouse()
        .orElseThrow(() -> new Problem.EngineNotConfigured(engine).exception());
  }

  private static ObjectNode document(
      WarehouseQuerying warehouse, SubmittedQuery query, String status) {
    return JsonDocument.newObject()
        .put("queryId", query.id())
        .put("status", status)
        .put("engine", warehouse.engine())
        .put("created", query.startedAt().toString())
        .put("timeoutSeconds", query.time().toSeconds());
  }

  private static ApiResponse pending(SubmittedQuery query, ObjectNode document) {
    return ApiResponse.of(202, JSON, JsonDocument.bytes(document))
        .with("location", "/v1/queries/" + query.id())
        .with("retry-after", POLL_SECONDS);
  }

  private static ApiResponse ended(ObjectNode document) {
    return ApiResponse.of(200, JSON, JsonDocument.bytes(document));
  }
}
