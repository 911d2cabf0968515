package dev.tarn.aws.athena;

import dev.tarn.aws.ServiceFailures;
import dev.tarn.problem.Problem;
import dev.tarn.store.StoreException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.athena.model.InvalidRequestException;

/// Calls Athena, and tells its failures apart (Amazon Athena API Reference, "Common Errors" and
/// "InvalidRequestException").
public final class AthenaCalls {
  private static final String MALFORMED_QUERY = "MALFORMED_QUERY";

  private AthenaCalls() {}

  /// What `request` gives. Throws [Problem.SqlRefused] for a statement that Athena cannot parse,
  /// and [StoreException] that names `operation` for any other failure.
  ///
  /// @param linesBefore lines of the statement before the client's SQL
  public static <T> T call(String operation, int linesBefore, Supplier<T> request) {
    try {
      return request.get();
    } catch (InvalidRequestException e) {
      if (MALFORMED_QUERY.equals(e.athenaErrorCode())) {
        throw AthenaMessage.of(ServiceFailures.message(e), linesBefore).refusal();
      }
      throw ServiceFailures.exception(operation, e);
    } catch (SdkException e) {
      throw ServiceFailures.exception(operation, e);
    }
  }
}
