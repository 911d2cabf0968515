package dev.tarn.local;

import dev.tarn.local.terminal.UserFailure;
import dev.tarn.local.token.KeySource;
import dev.tarn.local.token.TokenVerifier;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say which tokens are accepted.
final class TokenOptions {
  @Option(
      names = "--jwks",
      paramLabel = "FILE|URL",
      description =
          "Ask for tokens signed with one of these keys, a JSON Web Key Set, as API Gateway does;"
              + " 'tarn token' makes such tokens. Without it no token is asked for.")
  private @Nullable String jwks;

  @Option(
      names = "--issuer",
      paramLabel = "NAME",
      description =
          "With --jwks: whose tokens are accepted (default: " + TokenCommand.ISSUER + ").")
  private @Nullable String issuer;

  @Option(
      names = "--audience",
      paramLabel = "NAME",
      description =
          "With --jwks: what accepted tokens are for; once for each of several (default: "
              + TokenCommand.AUDIENCE
              + ").")
  private Set<String> audiences = new LinkedHashSet<>();

  /// Whether tokens are asked for.
  boolean areAsked() {
    return jwks != null;
  }

  /// What verifies them, if they are. Throws [UserFailure] where the keys cannot be read.
  Optional<TokenVerifier> verifier() {
    if (jwks == null) {
      if (issuer != null || !audiences.isEmpty()) {
        throw new UserFailure("--issuer and --audience need --jwks");
      }
      return Optional.empty();
    }
    return Optional.of(
        new TokenVerifier(
            KeySource.of(jwks),
            issuer == null ? TokenCommand.ISSUER : issuer,
            audiences.isEmpty() ? Set.of(TokenCommand.AUDIENCE) : audiences,
            InstantSource.system()));
  }
}
