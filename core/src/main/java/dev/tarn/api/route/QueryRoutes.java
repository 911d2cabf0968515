package dev.tarn.api.route;

import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.Routes;
import dev.tarn.catalog.Datasets;
import dev.tarn.parquet.ParquetResultWriter;
import dev.tarn.query.CsvResultWriter;
import dev.tarn.query.JsonResultWriter;
import dev.tarn.query.NdjsonResultWriter;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.Querying;
import dev.tarn.query.RecordPages;
import dev.tarn.query.ResultObjects;
import dev.tarn.query.ResultWriter;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.SqlEngine;
import dev.tarn.query.arrow.ArrowResultWriter;
import dev.tarn.store.ObjectStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the query function serves: the catalog of datasets, and answers to SQL.
public final class QueryRoutes implements Routes {
  private final Datasets datasets;
  private final Querying querying;
  private final RecordPages pages;
  private final ResultAnswers results;
  private final QueryLimits limits;
  private final QueryEngines engines;
  private final SqlEngine engine;
  private final ObjectStore store;

  /// Serves with the use cases given; no query may use more than `limits`, but what `engines` run.
  ///
  /// @param scratch where results are while they are written
  /// @param mostInBody how many bytes an answer carries; larger results become objects of `store`
  public QueryRoutes(
      Datasets datasets,
      Querying querying,
      RecordPages pages,
      QueryLimits limits,
      QueryEngines engines,
      ScratchSpace scratch,
      long mostInBody,
      SqlEngine engine,
      ObjectStore store) {
    this.datasets = datasets;
    this.querying = querying;
    this.pages = pages;
    this.results = new ResultAnswers(querying, scratch, new ResultObjects(store), mostInBody);
    this.limits = limits;
    this.engines = engines;
    this.engine = engine;
    this.store = store;
  }

  @Override
  public Map<Operation, Endpoint> endpoints() {
    Endpoint health =
        new HealthEndpoint(
            Operation.Function.QUERY, store, Map.of(engine.name(), engine.version()));
    DatasetsEndpoint catalog = new DatasetsEndpoint(datasets);
    List<ResultWriter> others =
        List.of(
            new NdjsonResultWriter(),
            new CsvResultWriter(),
            new ParquetResultWriter(),
            new ArrowResultWriter());
    List<ResultWriter> all = new ArrayList<>(List.of(new JsonResultWriter()));
    all.addAll(others);
    SubmittedQueryEndpoint submitted =
        new SubmittedQueryEndpoint(
            engines,
            limits,
            List.of(new JsonResultWriter(), new NdjsonResultWriter()),
            request -> request.principal().subject());
    return Map.of(
        Operation.LIST_DATASETS,
        catalog::list,
        Operation.GET_DATASET,
        catalog::get,
        Operation.GET_HISTORY,
        catalog::history,
        Operation.GET_RECORDS,
        new RecordPageEndpoint(pages, results, limits, others),
        Operation.POST_QUERY,
        new EngineEndpoint(new QueryEndpoint(querying, results, all), submitted, limits, engines),
        Operation.GET_QUERY,
        submitted::get,
        Operation.DELETE_QUERY,
        submitted::cancel,
        Operation.GET_HEALTH,
        health,
        Operation.GET_QUERY_HEALTH,
        health);
  }
}
