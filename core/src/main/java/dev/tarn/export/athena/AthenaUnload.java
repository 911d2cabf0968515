package dev.tarn.export.athena;

import dev.tarn.aws.ServiceClients;
import dev.tarn.aws.athena.AthenaCalls;
import dev.tarn.aws.athena.AthenaMessage;
import dev.tarn.export.UnloadRequest;
import dev.tarn.export.UnloadState;
import dev.tarn.export.Unloading;
import dev.tarn.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.AthenaError;
import software.amazon.awssdk.services.athena.model.QueryExecution;
import software.amazon.awssdk.services.athena.model.QueryExecutionState;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatistics;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;

/// Unloads with Athena (Amazon Athena API Reference), whose query's id is the unload's. The token
/// is the query's ClientRequestToken, so that a request of which no answer came is sent again and
/// starts nothing twice. Athena itself refuses to write below a prefix that has objects.
///
/// It has not run against AWS. Safe for use by many threads.
public final class AthenaUnload implements Unloading {
  /// Athena's category of errors that are its own.
  private static final int SYSTEM = 1;

  private final AthenaClient client;
  private final AthenaSettings settings;

  /// Unloads as `settings` say.
  ///
  /// @param client one of [ServiceClients]; whoever made it closes it
  public AthenaUnload(AthenaClient client, AthenaSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /// Unloads in AWS, with the credentials that the AWS SDK finds.
  public static AthenaUnload inAws(String region, AthenaSettings settings) {
    return new AthenaUnload(ServiceClients.inAws(AthenaClient.builder(), region), settings);
  }

  @Override
  public String start(UnloadRequest request) {
    String statement =
        UnloadStatement.of(request, settings.location(request.prefix()), settings.place());
    return call(
            "starting the unload " + request.prefix(),
            () ->
                client.startQueryExecution(query -> {
                  query
                      .clientRequestToken(request.token())
                      .queryString(statement)
                      .workGroup(settings.workGroup())
                      .queryExecutionContext(context ->
                          context.catalog(settings.catalog()).database(settings.database()));
                  settings
                      .results()
                      .map(url -> ResultConfiguration.builder().outputLocation(url).build())
                      .ifPresent(query::resultConfiguration);
                }))
        .queryExecutionId();
  }

  @Override
  public UnloadState state(String id) {
    QueryExecution query =
        call(
                "looking at the unload " + id,
                () -> client.getQueryExecution(request -> request.queryExecutionId(id)))
            .queryExecution();
    QueryExecutionStatus status = query.status();
    return switch (Optional.ofNullable(status.state())
        .orElse(QueryExecutionState.UNKNOWN_TO_SDK_VERSION)) {
      case QUEUED, RUNNING -> new UnloadState.Running();
      case SUCCEEDED -> succeeded(Optional.ofNullable(query.statistics()));
      case FAILED -> failed(status);
      case CANCELLED -> new UnloadState.Failed("it was cancelled", false);
      case UNKNOWN_TO_SDK_VERSION ->
          throw new StoreException(
              "looking at the unload " + id + ": its state is '" + status.stateAsString() + "'");
    };
  }

  private static UnloadState succeeded(Optional<QueryExecutionStatistics> statistics) {
    return new UnloadState.Succeeded(
        statistics.map(QueryExecutionStatistics::dataScannedInBytes).orElse(0L),
        Duration.ofMillis(
            statistics.map(QueryExecutionStatistics::totalExecutionTimeInMillis).orElse(0L)));
  }

  private static UnloadState failed(QueryExecutionStatus status) {
    Optional<AthenaError> error = Optional.ofNullable(status.athenaError());
    String reason =
        Optional.ofNullable(status.stateChangeReason())
            .or(() -> error.map(AthenaError::errorMessage))
            .orElse("no reason was given");
    boolean retryable =
        error.map(AthenaError::retryable).orElse(false)
            || error.map(AthenaError::errorCategory).filter(kind -> kind == SYSTEM).isPresent();
    return new UnloadState.Failed(
        AthenaMessage.of(reason, UnloadStatement.LINES_BEFORE).text(), retryable);
  }

  private static <T> T call(String operation, Supplier<T> request) {
    return AthenaCalls.call(operation, UnloadStatement.LINES_BEFORE, request);
  }
}
