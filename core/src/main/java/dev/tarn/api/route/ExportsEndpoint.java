package dev.tarn.api.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.api.json.RequestBody;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportName;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.job.ExportResult;
import dev.tarn.export.job.Exports;
import dev.tarn.export.job.RequestJson;
import dev.tarn.export.job.ResultJson;
import dev.tarn.job.Job;
import dev.tarn.job.JobId;
import dev.tarn.job.JobState;
import dev.tarn.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is served of exports: asking for one, and what became of one or all, an endpoint each.
final class ExportsEndpoint {
  /// What the field `format` takes.
  static final String FORMATS = "parquet, csv, ndjson or avro";

  /// What the field `compression` takes.
  static final String COMPRESSIONS = "zstd, gzip or none";

  private static final String JSON = "application/json";
  private static final int DEFAULT_LIST = 100;

  private final Exports exports;
  private final String publishedUrl;

  /// @param publishedUrl what the paths of published files follow, ending with `/`
  ExportsEndpoint(Exports exports, String publishedUrl) {
    this.exports = exports;
    this.publishedUrl = publishedUrl;
  }

  /// `POST /v1/datasets/{dataset}/exports`.
  ApiResponse start(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    DatasetName dataset = PathParameters.dataset(request);
    JsonRequests.requireJson(request);
    RequestBody body =
        RequestBody.read(
            request.body(), List.of("name", "sql", "format", "compression", "from", "to"));
    ExportFormat format =
        body.parsed("format", ExportFormat::parse, FORMATS).orElse(ExportFormat.PARQUET);
    Optional<Instant> from = body.instant("from");
    Optional<Instant> to = body.instant("to");
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw RequestBody.refused("to", "to must be after from");
    }
    JobId id =
        exports.start(
            new Exports.Asked(
                request.principal(),
                dataset,
                body.parsed("name", ExportName::parse, ExportName.PATTERN),
                format,
                body.parsed("compression", ExportCompression::parse, COMPRESSIONS)
                    .orElse(format.defaultCompression()),
                from,
                to,
                body.text("sql"),
                JsonRequests.idempotencyKey(request)));
    return ApiResponse.of(
            202, JSON, JsonDocument.bytes(JsonDocument.newObject().put("exportId", id.toString())))
        .with("location", "/v1/exports/" + id);
  }

  /// `GET /v1/exports/{exportId}`.
  ApiResponse get(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    Job job = exports.find(request.principal(), request.pathParameter("exportId"));
    return ApiResponse.of(200, JSON, JsonDocument.bytes(node(job)));
  }

  /// `GET /v1/datasets/{dataset}/exports`.
  ApiResponse list(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of("limit", "after"));
    DatasetName dataset = PathParameters.dataset(request);
    int limit = QueryParameters.number(request, "limit", DEFAULT_LIST, Exports.MAX_LIST);
    Exports.Page page = exports.list(request.principal(), dataset, after(request), limit);
    ObjectNode document = JsonDocument.newObject();
    ArrayNode array = document.putArray("exports");
    page.exports().forEach(job -> array.add(node(job)));
    page.next().ifPresent(next -> document.put("next", next.toString()));
    return ApiResponse.of(200, JSON, JsonDocument.bytes(document));
  }

  private static String after(ApiRequest request) {
    String after = request.queryParameters().getOrDefault("after", "");
    if (after.isEmpty()) {
      return "";
    }
    return JobId.parse(after)
        .map(JobId::name)
        .orElseThrow(() ->
            new Problem.MalformedRequest("after takes the id of an export, not '" + after + "'")
                .exception());
  }

  private ObjectNode node(Job job) {
    ExportRequest request = RequestJson.read(job.request());
    ObjectNode node = JsonDocument.newObject();
    node.put("exportId", job.id().toString());
    node.put("dataset", request.dataset().value());
    node.put("name", request.name().value());
    node.set("window", RequestJson.window(request.window()));
    node.put("mode", request.mode().label());
    node.put("format", request.format().label());
    node.put("compression", request.compression().label());
    request.sql().ifPresent(sql -> node.put("sql", sql));
    JobAnswers.state(node, job);
    if (job.state() instanceof JobState.Succeeded(Instant _, String result)) {
      ExportResult done = ResultJson.read(result);
      node.put("version", done.version());
      node.put("parts", done.parts());
      node.put("rows", done.rows());
      node.put("bytes", done.bytes());
      node.put("manifest", publishedUrl + done.manifest());
    }
    return node;
  }
}
