package dev.tarn.api.route;

import dev.tarn.access.RowView;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.catalog.DatasetSummary;
import dev.tarn.catalog.Datasets;
import dev.tarn.catalog.PutResult;
import dev.tarn.catalog.json.DatasetJson;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.problem.Problem;
import java.util.List;

/// What is served of datasets themselves: put, get, list and history, an endpoint each.
final class DatasetsEndpoint {
  private static final String JSON = "application/json";
  private static final String LIMIT = "limit";
  private static final int DEFAULT_HISTORY = 100;

  private final Datasets datasets;

  DatasetsEndpoint(Datasets datasets) {
    this.datasets = datasets;
  }

  /// `PUT /v1/datasets/{dataset}`.
  ApiResponse put(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    JsonRequests.requireJson(request);
    DatasetName name = newName(request);
    PutResult result =
        datasets.put(
            request.principal(),
            DefinitionJson.parseRequest(name, request.body()),
            request.header("if-match"));
    boolean created = result.change() == PutResult.Change.CREATED;
    ApiResponse answer =
        ApiResponse.of(created ? 201 : 200, JSON, DatasetJson.write(result))
            .with("etag", result.etag());
    return created ? answer.with("location", "/v1/datasets/" + name) : answer;
  }

  /// `GET /v1/datasets/{dataset}`.
  ApiResponse get(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    DatasetSummary summary = datasets.get(PathParameters.dataset(request));
    RowView view = datasets.view(request.principal(), summary.definition());
    return ApiResponse.of(200, JSON, DatasetJson.write(summary, view instanceof RowView.Whole))
        .with("etag", summary.etag());
  }

  /// `GET /v1/datasets`.
  ApiResponse list(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    return ApiResponse.of(200, JSON, DatasetJson.writeList(datasets.list(request.principal())));
  }

  /// `GET /v1/datasets/{dataset}/history`.
  ApiResponse history(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of(LIMIT));
    DatasetName name = PathParameters.dataset(request);
    int limit = QueryParameters.number(request, LIMIT, DEFAULT_HISTORY, Datasets.MAX_HISTORY);
    return ApiResponse.of(
        200,
        JSON,
        DatasetJson.writeHistory(name, datasets.history(request.principal(), name, limit)));
  }

  private static DatasetName newName(ApiRequest request) {
    String text = request.pathParameter("dataset");
    return DatasetName.parse(text)
        .filter(name -> !name.isOfRejected())
        .orElseThrow(() ->
            new Problem.MalformedRequest(
                    "'%s' cannot name a dataset: %s".formatted(text, DatasetName.PATTERN))
                .exception());
  }
}
