package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.local.runtime.FunctionPool;
import dev.tarn.local.runtime.InvocationOutcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/// A function in processes of its own, called as if it were in this one.
final class ProcessFunction implements RequestStreamHandler {
  private final FunctionPool pool;

  ProcessFunction(FunctionPool pool) {
    this.pool = pool;
  }

  /// Throws [IOException] with what went wrong where the function did not answer.
  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    try {
      InvocationOutcome outcome =
          pool.invoke(
              context.getAwsRequestId(),
              event.readAllBytes(),
              Duration.ofMillis(context.getRemainingTimeInMillis()));
      if (outcome instanceof InvocationOutcome.Answered(byte[] document)) {
        answer.write(document);
      } else {
        throw new IOException(outcome.fault());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the function was cut off");
    }
  }
}
