package dev.tarn.query.athena;

import dev.tarn.aws.ServiceClients;
import dev.tarn.aws.ServiceFailures;
import dev.tarn.aws.athena.AthenaCalls;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.QueryOrigin;
import dev.tarn.query.RowCursor;
import dev.tarn.query.Warehouse;
import dev.tarn.query.WarehouseQuery;
import dev.tarn.query.WarehouseState;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatistics;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;

/// Queries in Athena (Amazon Athena API Reference), whose ids are the queries'. The token is the
/// query's ClientRequestToken, so that a request of which no answer came is sent again and starts
/// nothing twice. The work group's cut-off bounds the bytes that one query scans.
///
/// It has not run against AWS. Safe for use by many threads.
public final class AthenaWarehouse implements Warehouse {
  private static final int PAGE_ROWS = 1_000;

  private final AthenaClient client;
  private final AthenaWarehouseSettings settings;

  /// Runs queries as `settings` say.
  ///
  /// @param client one of [ServiceClients]; whoever made it closes it
  public AthenaWarehouse(AthenaClient client, AthenaWarehouseSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /// Runs queries in AWS, with the credentials that the AWS SDK finds.
  public static AthenaWarehouse inAws(String region, AthenaWarehouseSettings settings) {
    return new AthenaWarehouse(ServiceClients.inAws(AthenaClient.builder(), region), settings);
  }

  @Override
  public String name() {
    return "athena";
  }

  @Override
  public String submit(WarehouseQuery query, QueryOrigin origin) {
    AthenaStatement statement = AthenaStatement.of(query, settings.place());
    StartQueryExecutionRequest.Builder request =
        StartQueryExecutionRequest.builder()
            .clientRequestToken(origin.token())
            .queryString(statement.sql())
            .workGroup(settings.place().workGroup())
            .queryExecutionContext(context -> context.catalog(settings.place().catalog()))
            .resultConfiguration(result -> result.outputLocation(settings.location()));
    if (!statement.parameters().isEmpty()) {
      request.executionParameters(statement.parameters());
    }
    return call("starting a query", () -> started(request.build(), origin));
  }

  private String started(StartQueryExecutionRequest request, QueryOrigin origin) {
    try {
      return client.startQueryExecution(request).queryExecutionId();
    } catch (InvalidRequestException e) {
      if (ServiceFailures.message(e).toLowerCase(Locale.ROOT).contains("idempotent")) {
        throw new ProblemException(new Problem.IdempotencyKeyReused(origin.key()), e);
      }
      throw e;
    }
  }

  @Override
  public WarehouseState state(String id) {
    QueryExecution query =
        call(
            "looking at query " + id,
            () ->
                client.getQueryExecution(request -> request.queryExecutionId(id)).queryExecution());
    Optional<QueryExecutionStatistics> statistics = Optional.ofNullable(query.statistics());
    return switch (Optional.ofNullable(query.status().state())
        .orElse(QueryExecutionState.UNKNOWN_TO_SDK_VERSION)) {
      case QUEUED -> new WarehouseState.Queued();
      case RUNNING -> new WarehouseState.Running(scanned(statistics));
      case SUCCEEDED -> new WarehouseState.Succeeded(usage(statistics));
      case FAILED -> new WarehouseState.Failed(AthenaFailure.of(query.status()));
      case CANCELLED ->
          AthenaFailure.isLimit(query.status())
              ? new WarehouseState.Failed(AthenaFailure.of(query.status()))
              : new WarehouseState.Cancelled(
                  Optional.ofNullable(query.status().completionDateTime()).orElse(Instant.EPOCH));
      case UNKNOWN_TO_SDK_VERSION ->
          throw new Problem.EngineUnavailable(
                  "Athena has the query in the state '" + query.status().stateAsString() + "'")
              .exception();
    };
  }

  private static long scanned(Optional<QueryExecutionStatistics> statistics) {
    return statistics.map(QueryExecutionStatistics::dataScannedInBytes).orElse(0L);
  }

  private static WarehouseState.Usage usage(Optional<QueryExecutionStatistics> statistics) {
    return new WarehouseState.Usage(
        scanned(statistics),
        millis(statistics.map(QueryExecutionStatistics::totalExecutionTimeInMillis)),
        millis(statistics.map(QueryExecutionStatistics::queryPlanningTimeInMillis)),
        millis(statistics.map(QueryExecutionStatistics::engineExecutionTimeInMillis)));
  }

  private static Duration millis(Optional<Long> millis) {
    return Duration.ofMillis(millis.orElse(0L));
  }

  @Override
  public RowCursor rows(String id) {
    return new AthenaRows(token ->
        call(
            "reading the rows of query " + id,
            () ->
                client.getQueryResults(request -> {
                  request.queryExecutionId(id).maxResults(PAGE_ROWS);
                  token.ifPresent(request::nextToken);
                })));
  }

  @Override
  public ObjectKey result(String id) {
    return settings.result(id);
  }

  @Override
  public void cancel(String id) {
    var _ =
        call(
            "stopping query " + id,
            () -> client.stopQueryExecution(request -> request.queryExecutionId(id)));
  }

  private static <T> T call(String operation, Supplier<T> request) {
    try {
      return AthenaCalls.call(operation, AthenaStatement.LINES_BEFORE, request);
    } catch (StoreException e) {
      throw new ProblemException(
          new Problem.EngineUnavailable("Athena did not answer, or refused " + operation), e);
    }
  }
}
