package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import dev.tarn.job.Jobs;
import dev.tarn.job.stored.StoredJobs;
import dev.tarn.local.gateway.EventQueue;
import dev.tarn.local.gateway.Gateway;
import dev.tarn.local.gateway.GatewayLimits;
import dev.tarn.local.gateway.PutLimits;
import dev.tarn.local.gateway.ServedApi;
import dev.tarn.local.gateway.Throttles;
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
  private final Throttles throttles;

  /// What the functions write to their log goes to `functionLog`.
  public LocalBackend(FunctionOpener functions, PrintStream functionLog) {
    this(functions, functionLog, Optional.empty(), Throttles.NONE);
  }

  private LocalBackend(
      FunctionOpener functions,
      PrintStream functionLog,
      Optional<TokenVerifier> tokens,
      Throttles throttles) {
    this.functions = functions;
    this.functionLog = functionLog;
    this.tokens = tokens;
    this.throttles = throttles;
  }

  /// The same with other functions.
  public LocalBackend with(FunctionOpener others) {
    return new LocalBackend(others, functionLog, tokens, throttles);
  }

  /// The same for callers whose tokens are accepted, and no others.
  public LocalBackend with(TokenVerifier accepted) {
    return new LocalBackend(functions, functionLog, Optional.of(accepted), throttles);
  }

  /// The same with routes that take no more requests than `others` says.
  public LocalBackend with(Throttles others) {
    return new LocalBackend(functions, functionLog, tokens, others);
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
      LocalUploads uploads =
          new LocalUploads(LocalQueue.root(lake), LocalUploads.bucket(lake), clock);
      UploadFeed uploadFeed = uploadFeed(uploads, open, ingest, clock);
      Gateway gateway =
          Gateway.start(
              address,
              new ServedApi(
                  open.functions(),
                  Optional.of(open.published()),
                  open.linked().map(linked -> linked.taking(uploads, PutLimits.standard())),
                  tokens,
                  Optional.of((attributes, body) -> {
                    EventQueue.Taken taken = events.send(attributes, body);
                    eventFeed.call();
                    return taken;
                  }),
                  throttles),
              GatewayLimits.standard(),
              clock,
              request -> {
                log.accept(request);
                // It may have asked for a job, or put a file.
                feed.call();
                uploadFeed.call();
              },
              functionLog);
      if (background != Background.NONE) {
        eventFeed.start();
        uploadFeed.start();
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
            uploadFeed.close();
            uploads.close();
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

  /// Where somebody else serves links, nobody tells of the files that are put to them.
  private UploadFeed uploadFeed(
      LocalUploads uploads, OpenLake open, RequestStreamHandler ingest, Clock clock) {
    Jobs jobs = new StoredJobs(open.store());
    Optional<UploadWatch> watch =
        open.linked().isPresent()
            ? Optional.empty()
            : Optional.of(new UploadWatch(open.store(), jobs, uploads, clock));
    return new UploadFeed(
        uploads, watch, ingest, new AbandonedJobs(jobs, clock), functionLog, clock);
  }

  private static Thread thread(String name, Runnable work) {
    return Thread.ofPlatform().name(name).daemon(true).unstarted(work);
  }
}
