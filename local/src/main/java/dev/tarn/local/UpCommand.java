package dev.tarn.local;

import dev.tarn.local.backend.Backend;
import dev.tarn.local.backend.Background;
import dev.tarn.local.backend.LakeLocation;
import dev.tarn.local.backend.RequestLog;
import dev.tarn.local.backend.Shutdown;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
          "The address to serve at (default: ${DEFAULT-VALUE}). No token is asked for, so others"
              + " than this machine should not reach it.")
  private String host = "127.0.0.1";

  @Option(
      names = {"-v", "--verbose"},
      description = "Write a line for every request.")
  private boolean verbose;

  @Mixin private LakeOptions lake = new LakeOptions();

  UpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws InterruptedException {
    LakeLocation location = lake.location();
    Terminal notes = console.notes();
    Backend backend =
        console
            .backend()
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

  private void warnUnlessLoopback() {
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
