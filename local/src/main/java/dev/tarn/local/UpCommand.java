package dev.tarn.local;

import dev.tarn.access.AccessSettings;
import dev.tarn.local.backend.Backend;
import dev.tarn.local.backend.Background;
import dev.tarn.local.backend.FunctionArchives;
import dev.tarn.local.backend.LakeLocation;
import dev.tarn.local.backend.LakeOpener;
import dev.tarn.local.backend.LocalBackend;
import dev.tarn.local.backend.LocalFunctions;
import dev.tarn.local.backend.ProcessFunctions;
import dev.tarn.local.backend.RequestLog;
import dev.tarn.local.backend.Shutdown;
import dev.tarn.local.gateway.Throttles;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    description = {
      "Serves the whole backend over HTTP until Ctrl-C.",
      "",
      "It does the jobs that are asked for, starts scheduled exports in the minute they are due,"
          + " compacts all datasets at a quarter past each hour, and expires and audits them at"
          + " 02:00 and 03:00 UTC. What exports publish is served below /exports/.",
      "",
      "Asked to end (Ctrl-C, SIGTERM), it answers the requests in flight first and exits with 0,"
          + " or with 1 if one took longer than 30 seconds and was cut off."
    },
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "The port to serve at, 0 for any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to serve at (default: ${DEFAULT-VALUE}). Without --jwks no token is asked"
              + " for, so others than this machine should not reach it.")
  private String host = "127.0.0.1";

  @Option(
      names = {"-v", "--verbose"},
      description = "Write a line for every request.")
  private boolean verbose;

  @Option(
      names = "--functions",
      paramLabel = "in-process|process",
      defaultValue = "in-process",
      converter = FunctionPlace.Converter.class,
      description =
          "Where the functions run: in this process, or as AWS runs them, each from its archive in"
              + " JVMs of its own, over a lake in a bucket (default: ${DEFAULT-VALUE}).")
  private FunctionPlace functions = FunctionPlace.IN_PROCESS;

  @Option(
      names = "--publish",
      paramLabel = "BUCKET",
      description =
          "With --functions process: the bucket that exports are published in (default: the"
              + " lake's).")
  private @Nullable String publish;

  @Option(
      names = "--throttles",
      paramLabel = "FILE|none",
      description =
          "How many requests a second and at once each route takes, as a file like"
              + " infra/throttles.json says; more are answered 429, as by API Gateway. 'none' has"
              + " all routes take whatever comes (default: what Terraform gives API Gateway).")
  private @Nullable String throttles;

  @Mixin private TokenOptions tokens = new TokenOptions();

  @Mixin private LakeOptions lake = new LakeOptions();

  UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    LakeLocation location = lake.location();
    Terminal notes = console.notes();
    Backend backend =
        localBackend()
            .start(location, host, port, new RequestLog(notes, verbose), Background.JOBS_AND_CLOCK);
    warnUnlessLoopback();
    String url = backend.uri().toString();
    Terminal people = console.people();
    people.line(
        "Tarn is up at " + people.styled(Style.BOLD, url) + " over the lake " + location + ".");
    people.line("Stop it with Ctrl-C. See what it holds:  curl " + url + "/v1/datasets");
    try (Shutdown _ = Shutdown.of(backend, notes)) {
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private LocalBackend localBackend() {
    LocalBackend backend = backendOfFunctions().with(throttles());
    return tokens.verifier().map(backend::with).orElse(backend);
  }

  private LocalBackend backendOfFunctions() {
    return switch (functions) {
      case IN_PROCESS -> {
        if (publish != null) {
          throw new UserFailure("--publish needs --functions process");
        }
        yield tokens.areAsked()
            ? console.backend().with(LocalFunctions.standard(AccessSettings.STRICT))
            : console.backend();
      }
      case PROCESS -> {
        Clock clock = Clock.systemUTC();
        yield console
            .backend()
            .with(
                new ProcessFunctions(
                    FunctionArchives.ofThisBuild(),
                    new LakeOpener(clock),
                    Optional.ofNullable(publish),
                    tokens.areAsked() ? AccessSettings.STRICT : AccessSettings.WITHOUT_TOKENS,
                    console.backend().functionLog(),
                    clock));
      }
    };
  }

  private Throttles throttles() {
    if (throttles == null) {
      return Throttles.deployed();
    }
    if (throttles.equals("none")) {
      return Throttles.NONE;
    }
    try {
      return Throttles.read(Files.readAllBytes(Path.of(throttles)));
    } catch (IOException | IllegalArgumentException e) {
      throw new UserFailure("--throttles " + throttles + " cannot be used: " + e.getMessage(), e);
    }
  }

  private void warnUnlessLoopback() {
    if (tokens.areAsked()) {
      return;
    }
    try {
      if (InetAddress.getByName(host).isLoopbackAddress()) {
        return;
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("the gateway has just resolved " + host, e);
    }
    console
        .notes()
        .line(
            console.notes().styled(Style.YELLOW, "Warning: ")
                + "whoever reaches "
                + host
                + " can read and write this lake, for no token is asked for.");
  }
}
