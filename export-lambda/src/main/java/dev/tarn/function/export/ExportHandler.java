package dev.tarn.function.export;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.configuration.Settings;
import dev.tarn.logging.FunctionLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import org.crac.Core;
import org.crac.Resource;

/// The export function's entry point for the events of HTTP APIs, queues and clocks.
public final class ExportHandler implements RequestStreamHandler {
  private final ExportComponent component;
  private final Resource priming;

  /// Wires the function from its environment; Lambda calls this. Throws [IllegalArgumentException],
  /// naming the variable, where the environment does not fit.
  public ExportHandler() {
    FunctionLog.start("export", System.out);
    this(ExportConfiguration.of(new Settings(System.getenv())).component());
    Core.getGlobalContext().register(priming);
  }

  /// Serves with `component`.
  public ExportHandler(ExportComponent component) {
    this.component = component;
    this.priming = component.priming();
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    Instant deadline =
        component
            .clock()
            .instant()
            .plus(Duration.ofMillis(context.getRemainingTimeInMillis()))
            .minus(component.resources().reserve());
    try {
      component.function().handle(event, answer, context.getAwsRequestId(), deadline);
    } finally {
      component.metrics().flush();
    }
  }
}
