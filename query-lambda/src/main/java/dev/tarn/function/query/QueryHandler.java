package dev.tarn.function.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.gateway.HttpApiFunction;
import dev.tarn.configuration.Settings;
import dev.tarn.logging.FunctionLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.crac.Core;
import org.crac.Resource;

/// The query function's entry point for HTTP API events.
public final class QueryHandler implements RequestStreamHandler {
  private final HttpApiFunction function;

  /// Those who register hooks are to hold them.
  private final List<Resource> hooks;

  /// Wires the function from its environment; Lambda calls this. Throws [IllegalArgumentException],
  /// naming the variable, where the environment does not fit.
  public QueryHandler() {
    FunctionLog.start("query", System.out);
    this(QueryConfiguration.of(new Settings(System.getenv())));
  }

  private QueryHandler(QueryConfiguration configuration) {
    this(
        configuration.component(),
        List.of(
            new QueryPriming(
                configuration.resources(), configuration::openLake, configuration::rehearsedLake)));
    hooks.forEach(Core.getGlobalContext()::register);
  }

  /// Serves with `component`.
  public QueryHandler(QueryComponent component) {
    this(component, List.of());
  }

  private QueryHandler(QueryComponent component, List<Resource> hooks) {
    this.function = component.http();
    this.hooks = hooks;
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    function.handle(event, answer, context.getAwsRequestId());
  }
}
