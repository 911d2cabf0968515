package dev.tarn.api.route;

import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.api.Routes;
import dev.tarn.export.job.ExportSchedules;
import dev.tarn.export.job.Exports;
import dev.tarn.maintenance.Maintenance;
import dev.tarn.metric.MetricsReader;
import dev.tarn.query.SqlEngine;
import dev.tarn.store.ObjectStore;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/// What the export function serves: exports and their schedules, maintenance, and measurements.
public final class ExportRoutes implements Routes {
  private final Exports exports;
  private final ExportSchedules schedules;
  private final Maintenance maintenance;
  private final MetricsReader metrics;
  private final SqlEngine engine;
  private final ObjectStore store;
  private final String publishedUrl;
  private final InstantSource clock;

  /// Serves with the use cases given.
  ///
  /// @param store whose health is told
  /// @param publishedUrl what the paths of published files follow, ending with `/`
  public ExportRoutes(
      Exports exports,
      ExportSchedules schedules,
      Maintenance maintenance,
      MetricsReader metrics,
      SqlEngine engine,
      ObjectStore store,
      String publishedUrl,
      InstantSource clock) {
    this.exports = exports;
    this.schedules = schedules;
    this.maintenance = maintenance;
    this.metrics = metrics;
    this.engine = engine;
    this.store = store;
    this.publishedUrl = publishedUrl;
    this.clock = clock;
  }

  @Override
  public Map<Operation, Endpoint> endpoints() {
    ExportsEndpoint ofExports = new ExportsEndpoint(exports, publishedUrl);
    SchedulesEndpoint ofSchedules = new SchedulesEndpoint(schedules, clock);
    MaintenanceEndpoint ofMaintenance = new MaintenanceEndpoint(maintenance);
    Map<Operation, Endpoint> endpoints = new EnumMap<>(Operation.class);
    endpoints.put(Operation.POST_EXPORT, ofExports::start);
    endpoints.put(Operation.LIST_EXPORTS, ofExports::list);
    endpoints.put(Operation.GET_EXPORT, ofExports::get);
    endpoints.put(Operation.PUT_SCHEDULE, ofSchedules::put);
    endpoints.put(Operation.GET_SCHEDULE, ofSchedules::get);
    endpoints.put(Operation.DELETE_SCHEDULE, ofSchedules::delete);
    endpoints.put(Operation.LIST_SCHEDULES, ofSchedules::list);
    endpoints.put(Operation.POST_MAINTENANCE, ofMaintenance::start);
    endpoints.put(Operation.POST_REPLAY, new ReplayEndpoint(maintenance));
    endpoints.put(Operation.GET_JOB, ofMaintenance::get);
    endpoints.put(Operation.GET_METRICS, new MetricsEndpoint(metrics));
    endpoints.put(
        Operation.GET_EXPORT_HEALTH,
        new HealthEndpoint(
            Operation.Function.EXPORT, store, Map.of(engine.name(), engine.version())));
    return endpoints;
  }
}
