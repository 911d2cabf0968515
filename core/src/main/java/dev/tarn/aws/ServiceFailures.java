package dev.tarn.aws;

import dev.tarn.store.StoreException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Tells the failures of services as ports do.
public final class ServiceFailures {
  private ServiceFailures() {}

  /// The failure of `operation`: with the service's code and the number of attempts, and of the
  /// cause no more than a client may see, so neither account nor host.
  public static StoreException exception(String operation, SdkException failure) {
    int attempts = Optional.ofNullable(failure.numAttempts()).orElse(1);
    return new StoreException(
        operation
            + ": "
            + reason(failure)
            + (attempts > 1 ? " after " + attempts + " attempts" : ""),
        failure);
  }

  /// The service's code for why it refused; empty if its answer has none.
  public static String code(AwsServiceException refusal) {
    // Either may be missing from the answer of what stands between here and the service.
    return Optional.ofNullable(refusal.awsErrorDetails())
        .map(AwsErrorDetails::errorCode)
        .orElse("");
  }

  /// The service's words for why it refused; empty if its answer has none.
  public static String message(AwsServiceException refusal) {
    return Optional.ofNullable(refusal.awsErrorDetails())
        .map(AwsErrorDetails::errorMessage)
        .orElse("");
  }

  private static String reason(SdkException failure) {
    return failure instanceof AwsServiceException refusal
        ? ("HTTP " + refusal.statusCode() + " " + code(refusal)).strip()
        : failure.getClass().getSimpleName();
  }
}
