package dev.tarn.query.athena;

import dev.tarn.aws.athena.AthenaMessage;
import dev.tarn.problem.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.services.athena.model.AthenaError;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;

/// Why Athena ended a query (Amazon Athena API Reference, "AthenaError"), as a problem.
final class AthenaFailure {
  /// What Athena says of a query that went beyond the work group's bytes, or its own means.
  private static final List<String> TOO_LARGE =
      List.of(
          "bytes scanned limit",
          "exhausted resources",
          "exceeded_memory_limit",
          "exceeded_local_memory_limit",
          "exceeded_global_memory_limit",
          "insufficient_resources");

  private static final List<String> TIMED_OUT =
      List.of("exceeded_time_limit", "query timeout", "query timed out");

  /// Athena's category of errors that are its own.
  private static final int SYSTEM = 1;

  private AthenaFailure() {}

  /// The problem that `status` tells of.
  static Problem of(QueryExecutionStatus status) {
    Optional<AthenaError> error = Optional.ofNullable(status.athenaError());
    String reason = reason(status);
    AthenaMessage message = AthenaMessage.of(reason, AthenaStatement.LINES_BEFORE);
    if (says(reason, TOO_LARGE)) {
      return new Problem.QueryTooLarge("Athena ended the query: " + message.text());
    }
    if (says(reason, TIMED_OUT)) {
      return new Problem.QueryTooLarge("Athena ran out of time: " + message.text());
    }
    boolean athenas = error.map(AthenaError::errorCategory).filter(k -> k == SYSTEM).isPresent();
    return athenas
        ? new Problem.EngineUnavailable("Athena failed: " + message.text())
        : new Problem.SqlRefused(message.text(), message.place());
  }

  /// Whether the query was stopped at a limit, which Athena may count as cancelled.
  static boolean isLimit(QueryExecutionStatus status) {
    return says(reason(status), TOO_LARGE) || says(reason(status), TIMED_OUT);
  }

  private static String reason(QueryExecutionStatus status) {
    return Optional.ofNullable(status.stateChangeReason())
        .or(() -> Optional.ofNullable(status.athenaError()).map(AthenaError::errorMessage))
        .orElse("no reason was given");
  }

  private static boolean says(String reason, List<String> words) {
    String lower = reason.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(lower::contains);
  }
}
