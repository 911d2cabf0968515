package dev.tarn.api;

import dev.tarn.label.Labelled;
import java.util.Optional;

/// Every operation of the HTTP API: its route, the function that serves it, and the scope that a
/// caller's token needs for it. The gateway, the functions and the API's description all go by this
/// list.
public enum Operation {
  PUT_DATASET(
      "putDataset",
      "PUT /v1/datasets/{dataset}",
      Function.INGEST,
      Scope.ADMIN,
      DatasetUse.ADMINISTER),
  POST_RECORDS(
      "postRecords",
      "POST /v1/datasets/{dataset}/records",
      Function.INGEST,
      Scope.INGEST,
      DatasetUse.WRITE),
  POST_UPLOAD(
      "postUpload",
      "POST /v1/datasets/{dataset}/uploads",
      Function.INGEST,
      Scope.INGEST,
      DatasetUse.WRITE),
  POST_INFER("postInfer", "POST /v1/infer", Function.INGEST, Scope.INGEST, DatasetUse.NONE),
  /// The gateway puts its requests onto the queue that the function takes them off.
  POST_EVENTS(
      "postEvents",
      "POST /v1/datasets/{dataset}/events",
      Function.INGEST,
      Scope.INGEST,
      DatasetUse.WRITE),
  GET_RECEIPT(
      "getReceipt",
      "GET /v1/datasets/{dataset}/receipts/{batchId}",
      Function.INGEST,
      Scope.INGEST,
      DatasetUse.WRITE),
  LIST_DATASETS(
      "listDatasets", "GET /v1/datasets", Function.QUERY, Scope.QUERY, DatasetUse.SEVERAL),
  GET_DATASET(
      "getDataset", "GET /v1/datasets/{dataset}", Function.QUERY, Scope.QUERY, DatasetUse.READ),
  GET_HISTORY(
      "getHistory",
      "GET /v1/datasets/{dataset}/history",
      Function.QUERY,
      Scope.QUERY,
      DatasetUse.READ),
  GET_RECORDS(
      "getRecords",
      "GET /v1/datasets/{dataset}/records",
      Function.QUERY,
      Scope.QUERY,
      DatasetUse.READ),
  POST_QUERY("postQuery", "POST /v1/query", Function.QUERY, Scope.QUERY, DatasetUse.SEVERAL),
  GET_QUERY(
      "getQuery", "GET /v1/queries/{queryId}", Function.QUERY, Scope.QUERY, DatasetUse.SEVERAL),
  DELETE_QUERY(
      "deleteQuery",
      "DELETE /v1/queries/{queryId}",
      Function.QUERY,
      Scope.QUERY,
      DatasetUse.SEVERAL),
  POST_EXPORT(
      "postExport",
      "POST /v1/datasets/{dataset}/exports",
      Function.EXPORT,
      Scope.EXPORT,
      DatasetUse.READ),
  LIST_EXPORTS(
      "listExports",
      "GET /v1/datasets/{dataset}/exports",
      Function.EXPORT,
      Scope.EXPORT,
      DatasetUse.READ),
  GET_EXPORT(
      "getExport", "GET /v1/exports/{exportId}", Function.EXPORT, Scope.EXPORT, DatasetUse.SEVERAL),
  PUT_SCHEDULE(
      "putSchedule",
      "PUT /v1/datasets/{dataset}/schedules/{name}",
      Function.EXPORT,
      Scope.EXPORT,
      DatasetUse.READ),
  GET_SCHEDULE(
      "getSchedule",
      "GET /v1/datasets/{dataset}/schedules/{name}",
      Function.EXPORT,
      Scope.EXPORT,
      DatasetUse.READ),
  DELETE_SCHEDULE(
      "deleteSchedule",
      "DELETE /v1/datasets/{dataset}/schedules/{name}",
      Function.EXPORT,
      Scope.EXPORT,
      DatasetUse.READ),
  LIST_SCHEDULES(
      "listSchedules",
      "GET /v1/datasets/{dataset}/schedules",
      Function.EXPORT,
      Scope.EXPORT,
      DatasetUse.READ),
  POST_MAINTENANCE(
      "postMaintenance",
      "POST /v1/datasets/{dataset}/maintenance",
      Function.EXPORT,
      Scope.ADMIN,
      DatasetUse.ADMINISTER),
  POST_REPLAY(
      "postReplay",
      "POST /v1/datasets/{dataset}/rejected/replay",
      Function.EXPORT,
      Scope.ADMIN,
      DatasetUse.ADMINISTER),
  GET_JOB("getJob", "GET /v1/jobs/{jobId}", Function.EXPORT, Scope.ADMIN, DatasetUse.SEVERAL),
  GET_METRICS("getMetrics", "GET /v1/metrics", Function.EXPORT, Scope.ADMIN, DatasetUse.SEVERAL),
  GET_HEALTH("getHealth", "GET /v1/health", Function.QUERY),
  GET_INGEST_HEALTH("getIngestHealth", "GET /v1/health/ingest", Function.INGEST),
  GET_QUERY_HEALTH("getQueryHealth", "GET /v1/health/query", Function.QUERY),
  GET_EXPORT_HEALTH("getExportHealth", "GET /v1/health/export", Function.EXPORT);

  /// The functions that serve the API.
  public enum Function implements Labelled {
    INGEST,
    QUERY,
    EXPORT
  }

  /// What a caller's token may be good for.
  public enum Scope implements Labelled {
    INGEST,
    QUERY,
    EXPORT,
    ADMIN
  }

  /// What an operation does with the dataset in its path, which the caller has to be granted.
  public enum DatasetUse {
    /// There is none, nor any other.
    NONE,
    /// There is none: the operation itself leaves out and refuses what the caller may not see.
    SEVERAL,
    /// It is read.
    READ,
    /// It is written.
    WRITE,
    /// It is defined or maintained: its caller has to be granted both.
    ADMINISTER
  }

  private final String id;
  private final String routeKey;
  private final Function function;
  private final Optional<Scope> scope;
  private final DatasetUse datasetUse;

  Operation(String id, String routeKey, Function function) {
    this(id, routeKey, function, Optional.empty(), DatasetUse.NONE);
  }

  Operation(String id, String routeKey, Function function, Scope scope, DatasetUse datasetUse) {
    this(id, routeKey, function, Optional.of(scope), datasetUse);
  }

  Operation(
      String id, String routeKey, Function function, Optional<Scope> scope, DatasetUse datasetUse) {
    this.id = id;
    this.routeKey = routeKey;
    this.function = function;
    this.scope = scope;
    this.datasetUse = datasetUse;
  }

  /// The `operationId` in the API's description.
  public String id() {
    return id;
  }

  /// API Gateway's key for the route: method, space, path with parameters in braces.
  public String routeKey() {
    return routeKey;
  }

  /// The HTTP method.
  public String method() {
    return routeKey.substring(0, routeKey.indexOf(' '));
  }

  /// The path, with parameters in braces.
  public String path() {
    return routeKey.substring(routeKey.indexOf(' ') + 1);
  }

  /// The function that serves it.
  public Function function() {
    return function;
  }

  /// Whether the gateway puts its requests onto the function's queue, and does not invoke it.
  public boolean isQueued() {
    return this == POST_EVENTS;
  }

  /// The scope it needs; empty for operations open to all.
  public Optional<Scope> scope() {
    return scope;
  }

  /// What it does with the dataset in its path.
  public DatasetUse datasetUse() {
    return datasetUse;
  }
}
