package dev.tarn.local;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.local.terminal.UserFailure;
import dev.tarn.local.token.DevelopmentKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "token",
    description = {
      "Makes a token for a Tarn on this machine that asks for tokens, and prints it.",
      "",
      "At the first time it makes the key that signs them; 'tarn up --jwks .tarn/jwks.json' takes"
          + " tokens of that key. Who can read the key can make any token."
    },
    mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {
  /// Whose tokens `tarn up` takes unless it is told otherwise.
  static final String ISSUER = "tarn-local";

  /// What tokens are for that `tarn up` takes unless it is told otherwise.
  static final String AUDIENCE = "tarn";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Set<String> OWN =
      Set.of("iss", "sub", "aud", "iat", "exp", "scope", "datasets");

  private final Console console;

  @Option(
      names = "--scope",
      paramLabel = "SCOPES",
      split = "[ ,]+",
      defaultValue = "query",
      description = "Of ingest, query, export and admin (default: ${DEFAULT-VALUE}).")
  private List<String> scopes = List.of("query");

  @Option(
      names = "--datasets",
      paramLabel = "GRANTS",
      split = "[ ,]+",
      defaultValue = "*",
      description =
          "Datasets it is good for, each with :r, :w or :rw, or * for all (default:"
              + " ${DEFAULT-VALUE}).")
  private List<String> datasets = List.of("*");

  @Option(
      names = "--claim",
      paramLabel = "NAME=VALUE",
      description = "A further claim; a value in brackets is an array of JSON.")
  private Map<String, String> claims = new LinkedHashMap<>();

  @Option(
      names = "--subject",
      paramLabel = "NAME",
      defaultValue = "developer",
      description = "Whom it names (default: ${DEFAULT-VALUE}).")
  private String subject = "developer";

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      defaultValue = "PT1H",
      description = "How long it is good for, up to P30D (default: ${DEFAULT-VALUE}).")
  private String expires = "PT1H";

  @Option(
      names = "--issuer",
      paramLabel = "NAME",
      defaultValue = ISSUER,
      description = "Whose it says it is (default: ${DEFAULT-VALUE}).")
  private String issuer = ISSUER;

  @Option(
      names = "--audience",
      paramLabel = "NAME",
      defaultValue = AUDIENCE,
      description = "What it is for (default: ${DEFAULT-VALUE}).")
  private String audience = AUDIENCE;

  @Option(
      names = "--keys",
      paramLabel = "DIRECTORY",
      defaultValue = ".tarn",
      description = "Where the key is kept (default: ${DEFAULT-VALUE}).")
  private Path keys = Path.of(".tarn");

  TokenCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Instant now = Clock.systemUTC().instant();
    ObjectNode token = JSON.createObjectNode();
    token.put("iss", issuer);
    token.put("sub", subject);
    token.put("aud", audience);
    token.put("iat", now.getEpochSecond());
    token.put("exp", now.plus(duration()).getEpochSecond());
    token.put("scope", String.join(" ", scopes));
    datasets.forEach(token.putArray("datasets")::add);
    claims.forEach((name, value) -> {
      if (OWN.contains(name)) {
        throw new UserFailure("--claim does not take " + name + ", which has an option or none");
      }
      token.set(name, value(name, value));
    });
    console.out().println(DevelopmentKey.in(keys).sign(token.toString()));
    console.out().flush();
    return 0;
  }

  private Duration duration() {
    try {
      Duration duration = Duration.parse(expires);
      if (duration.isPositive() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw new UserFailure("--expires takes a duration such as PT1H, not '" + expires + "'", e);
    }
    throw new UserFailure("--expires takes a duration up to P30D, not '" + expires + "'");
  }

  private static JsonNode value(String name, String value) {
    if (!value.startsWith("[")) {
      return JSON.getNodeFactory().textNode(value);
    }
    try {
      return JSON.readTree(value);
    } catch (JacksonException e) {
      throw new UserFailure("--claim " + name + " begins as an array and is none of JSON", e);
    }
  }
}
