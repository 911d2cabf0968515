package dev.tarn.function.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.configuration.Settings;
import dev.tarn.logging.FunctionLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.crac.Core;
import org.crac.Resource;

/// The ingest function's entry point for HTTP API events.
public final class IngestHandler implements RequestStreamHandler {
  private final HttpApiFunction function;
  private final Resource priming;

  /// Wires the function from its environment; Lambda calls this. Throws [IllegalArgumentException],
  /// naming the variable, where the environment does not fit.
  public IngestHandler() {
    FunctionLog.start("ingest", System.out);
    this(IngestConfiguration.of(new Settings(System.getenv())).component());
    Core.getGlobalContext().register(priming);
  }

  /// Serves with `component`.
  public IngestHandler(IngestComponent component) {
    this.function = component.http();
    this.priming = component.priming();
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    function.handle(event, answer, context.getAwsRequestId());
  }
}
