package dev.tarn.local;

import dev.tarn.local.backend.Backend;
import dev.tarn.local.backend.Background;
import dev.tarn.local.backend.LakeLocation;
import dev.tarn.local.backend.PortTaken;
import dev.tarn.local.backend.RequestLog;
import dev.tarn.local.backend.Shutdown;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.demo.Demo;
import dev.tarn.local.demo.NextSteps;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Shows Tarn at work on a week of real earthquakes, then serves on until Ctrl-C.",
      "",
      "Every answer is checked. With --exit it ends with 0 if all were right, and with 1 otherwise."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int PREFERRED_PORT = 8080;

  private final Console console;

  @Option(names = "--exit", description = "End after the demo instead of serving on.")
  private boolean exit;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The port to serve at (default: " + PREFERRED_PORT + " if it is free, else any).")
  private @Nullable Integer port;

  @Mixin private LakeOptions lake = new LakeOptions();

  DemoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    LakeLocation location = lake.location();
    Terminal people = console.people();
    Backend backend = start(location);
    try (Shutdown _ = Shutdown.of(backend, console.notes());
        ApiClient client = new ApiClient(backend.uri())) {
      people.line(
          people.styled(Style.BOLD, "Tarn")
              + " is up at "
              + backend.uri()
              + " over the lake "
              + location
              + ".");
      boolean right = new Demo(client, people).run();
      if (exit) {
        backend.close();
        return right ? 0 : 1;
      }
      NextSteps.show(people, backend.uri());
      people.line("Serving at " + backend.uri() + " until Ctrl-C.");
      new CountDownLatch(1).await();
      return 0;
    }
  }

  private Backend start(LakeLocation location) {
    RequestLog log = new RequestLog(console.notes(), false);
    if (port != null) {
      return console.backend().start(location, "127.0.0.1", port, log, Background.JOBS_AND_CLOCK);
    }
    try {
      return console
          .backend()
          .start(location, "127.0.0.1", PREFERRED_PORT, log, Background.JOBS_AND_CLOCK);
    } catch (PortTaken e) {
      return console.backend().start(location, "127.0.0.1", 0, log, Background.JOBS_AND_CLOCK);
    }
  }
}
