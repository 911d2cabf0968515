package dev.tarn.store.s3;

import dev.tarn.store.StoreException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// What the failures of S3 mean. Status codes and error codes are those of the S3 API reference,
/// "Error responses" and "Conditional writes".
final class S3Failures {
  private S3Failures() {}

  /// Whether another write to the key was under way, so that S3 did not look at the condition: the
  /// same request may be sent again.
  static boolean isConflict(Throwable failure) {
    return failure instanceof S3Exception e && e.statusCode() == 409;
  }

  /// Whether the object that a request needs is not there.
  static boolean isNotFound(S3Exception failure) {
    return failure.statusCode() == 404 && !(failure instanceof NoSuchBucketException);
  }

  /// Whether a condition did not hold.
  static boolean isConditionFailed(S3Exception failure) {
    return failure.statusCode() == 412;
  }

  /// Whether a range starts at or past the end of the object.
  static boolean isRangeOutside(S3Exception failure) {
    return failure.statusCode() == 416;
  }

  /// Whether the request was sent more than once, so that an earlier attempt may have had an effect
  /// whose answer was lost.
  static boolean wasRetried(SdkException failure) {
    return Optional.ofNullable(failure.numAttempts()).orElse(1) > 1;
  }

  /// The failure as the port tells it: the operation and the key, and of the cause no more than a
  /// client may see, so neither bucket nor host.
  static StoreException exception(String operation, Object place, SdkException failure) {
    int attempts = Optional.ofNullable(failure.numAttempts()).orElse(1);
    return new StoreException(
        operation
            + " "
            + place
            + ": "
            + reason(failure)
            + (attempts > 1 ? " after " + attempts + " attempts" : ""),
        failure);
  }

  private static String reason(SdkException failure) {
    if (failure instanceof S3Exception answer) {
      String code =
          Optional.ofNullable(answer.awsErrorDetails()).map(AwsErrorDetails::errorCode).orElse("");
      return ("HTTP " + answer.statusCode() + " " + code).strip();
    }
    return failure.getClass().getSimpleName();
  }
}
