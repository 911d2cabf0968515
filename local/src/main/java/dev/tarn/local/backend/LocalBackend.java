package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import dev.tarn.local.gateway.EventQueue;
import dev.tarn.local.gateway.Gateway;
import dev.tarn.local.gateway.GatewayLimits;
import dev.tarn.local.terminal.UserFailure;
import dev.tarn.local.token.TokenVerifier;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Starts the backend over a lake.
public final class LocalBackend {
  private final FunctionOpener functions;
  private final PrintStream functionLog;
  private final Optional<TokenVerifier> tokens;

  /// What the functions write to their log goes to `functionLog`.
  public LocalBackend(FunctionOpener functions, PrintStream functionLog) {
    this(functions, functionLog, Optional.empty());
  }

  private LocalBackend(
      FunctionOpener functions, PrintStream functionLog, Optional<TokenVerifier> tokens) {
    this.functions = functions;
    this.functionLog = functionLog;
    this.tokens = tokens;
  }

  /// The same with other functions.
  public LocalBackend with(FunctionOpener others) {
    return new LocalBackend(others, functionLog, tokens);
  }

  /// The same for callers whose tokens are accepted, and no others.
  public LocalBackend with(TokenVerifier accepted) {
    return new LocalBackend(functions, functionLog, Optional.of(accepted));
  }

  /// What the functions write to their log.
  public PrintStream functionLog() {
    return functionLog;
  }

  /// Serves `lake` at `host` and `port`, 0 for any free one. Throws [PortTaken] where the port
  /// cannot be had, and [UserFailure] where the host or the lake cannot be used.
  ///
  /// @param background what it does besides
  public Backend start(
      LakeLocation lake, String host, int port, RequestLog log, Background background) {
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UserFailure("--host " + host + " is no address of this machine");
    }
    OpenLake open = functions.open(lake);
    try {
      RequestStreamHandler export =
          Objects.requireNonNull(open.functions().get(Operation.Function.EXPORT));
      JobFeed feed = new JobFeed(open.jobs(), open.queue(), export, functionLog);
      Clock clock = Clock.systemUTC();
      RequestStreamHandler ingest =
          Objects.requireNonNull(open.functions().get(Operation.Function.INGEST));
      LocalEvents events = new LocalEvents(LocalQueue.root(lake), clock);
      EventFeed eventFeed = new EventFeed(events, ingest, functionLog);
      Gateway gateway =
          Gateway.start(
              address,
              open.functions(),
              GatewayLimits.standard(),
              clock,
              request -> {
                log.accept(request);
                // It may have asked for a job.
                feed.call();
              },
              functionLog,
              Optional.of(open.published()),
              open.linked(),
              tokens,
              Optional.of((attributes, body) -> {
                EventQueue.Taken taken = events.send(attributes, body);
                eventFeed.call();
                return taken;
              }));
      if (background != Background.NONE) {
        eventFeed.start();
      }
      return new Backend(
          gateway,
          switch (background) {
            case NONE -> List.of();
            case JOBS -> List.of(thread("jobs", feed));
            case JOBS_AND_CLOCK ->
                List.of(
                    thread("jobs", feed),
                    thread("clock", new LocalClock(export, clock, functionLog, feed::call)));
          },
          () -> {
            eventFeed.close();
            events.close();
            open.end().run();
          });
    } catch (BindException e) {
      open.end().run();
      throw new PortTaken(
          "port "
              + port
              + " of "
              + host
              + " cannot be had ("
              + e.getMessage()
              + "); choose another with --port, or any free one with --port 0",
          e);
    } catch (IOException e) {
      open.end().run();
      throw new UserFailure("cannot serve at " + host + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon(true).unstarted(work);
  }
}
