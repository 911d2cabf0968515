package dev.tarn.function.ingest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.configuration.Settings;
import dev.tarn.event.IngestFunction;
import dev.tarn.logging.FunctionLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.crac.Core;
import org.crac.Resource;

/// The ingest function's entry point for the events of HTTP APIs, queues and S3.
public final class IngestHandler implements RequestStreamHandler {
  /// What the last batch of messages or slice of a file may take, unless there is less than three
  /// times as much.
  private static final Duration RESERVE = Duration.ofSeconds(30);

  private final IngestFunction function;
  private final Clock clock;

  /// Those who register hooks are to hold them.
  private final List<Resource> hooks;

  /// Wires the function from its environment; Lambda calls this. Throws [IllegalArgumentException],
  /// naming the variable, where the environment does not fit.
  public IngestHandler() {
    FunctionLog.start("ingest", System.out);
    this(IngestConfiguration.of(new Settings(System.getenv())));
  }

  private IngestHandler(IngestConfiguration configuration) {
    this(
        configuration.component(),
        List.of(new IngestPriming(configuration::openLake, configuration::rehearsedLake)));
    hooks.forEach(Core.getGlobalContext()::register);
  }

  /// Serves with `component`.
  public IngestHandler(IngestComponent component) {
    this(component, List.of());
  }

  private IngestHandler(IngestComponent component, List<Resource> hooks) {
    this.function = component.function();
    this.clock = component.clock();
    this.hooks = hooks;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    long left = context.getRemainingTimeInMillis();
    long reserve = Math.min(left / 3, RESERVE.toMillis());
    Instant deadline = clock.instant().plusMillis(left - reserve);
    function.handle(event, answer, context.getAwsRequestId(), deadline);
  }
}
