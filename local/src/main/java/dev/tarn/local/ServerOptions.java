package dev.tarn.local;

import dev.tarn.local.backend.Backend;
import dev.tarn.local.backend.Background;
import dev.tarn.local.backend.LakeLocation;
import dev.tarn.local.backend.RequestLog;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options that say which Tarn a command talks to.
final class ServerOptions {
  private static final int DEFAULT_PORT = 8080;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "The Tarn to talk to. Without it, one that runs at --port; and where none does, one in"
              + " this process over the lake.")
  private @Nullable URI url;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The port of a Tarn on this machine (default: " + DEFAULT_PORT + ").")
  private @Nullable Integer port;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:TARN_TOKEN:-}",
      description =
          "The token to send, for a Tarn that asks for one (default: the environment's"
              + " TARN_TOKEN).")
  private String token = "";

  @Mixin private LakeOptions lake = new LakeOptions();

  /// A Tarn to talk to.
  static final class Server implements AutoCloseable {
    private final ApiClient client;
    private final @Nullable Backend own;
    private final String name;

    private Server(ApiClient client, @Nullable Backend own, String name) {
      this.client = client;
      this.own = own;
      this.name = name;
    }

    ApiClient client() {
      return client;
    }

    /// What the paths of published files follow when this command has ended, without a slash at its
    /// end.
    String published() {
      return own == null ? client.base().toString().replaceAll("/$", "") : name + "/publish";
    }

    /// Where it is, for people.
    String name() {
      return name;
    }

    @Override
    public void close() {
      client.close();
      if (own != null) {
        own.close();
      }
    }
  }

  /// Finds the server, or starts one that does nothing besides.
  Server connect(Console console) {
    return connect(console, Background.NONE);
  }

  /// Finds the server, or starts one that does its jobs.
  Server connectForJobs(Console console) {
    return connect(console, Background.JOBS);
  }

  private Server connect(Console console, Background background) {
    if (url != null) {
      if (lake.isGiven()) {
        throw new UserFailure("--url names a Tarn that has its own lake; leave --lake and --store");
      }
      return running(url);
    }
    if (lake.isGiven() && port == null) {
      return inProcess(console, background);
    }
    URI local = URI.create("http://127.0.0.1:" + (port == null ? DEFAULT_PORT : port));
    return port != null || isTarn(local) ? running(local) : inProcess(console, background);
  }

  private Server running(URI uri) {
    if (uri.getHost() == null
        || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
      throw new UserFailure("--url takes an http or https URL, not '" + uri + "'");
    }
    return new Server(new ApiClient(uri, token()), null, uri.toString());
  }

  private Optional<String> token() {
    return Optional.of(token.strip()).filter(text -> !text.isEmpty());
  }

  private Server inProcess(Console console, Background background) {
    LakeLocation location = lake.location();
    Backend backend =
        console
            .backend()
            .start(location, "127.0.0.1", 0, new RequestLog(console.notes(), false), background);
    return new Server(new ApiClient(backend.uri()), backend, location.toString());
  }

  private static boolean isTarn(URI uri) {
    try (ApiClient client = new ApiClient(uri)) {
      return client.send(ApiCall.get("/v1/health")).json().path("versions").has("tarn");
    } catch (IOException e) {
      return false;
    }
  }
}
