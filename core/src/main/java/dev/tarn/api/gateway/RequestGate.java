package dev.tarn.api.gateway;

import dev.tarn.access.AccessSettings;
import dev.tarn.access.Principal;
import dev.tarn.access.RateLimiter;
import dev.tarn.api.Operation;
import dev.tarn.problem.Problem;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// The one place where it is decided whether a request may go on: who asks, whether their scopes
/// and their grants are good for the operation and the dataset in its path, and whether they ask
/// too often. What is inside datasets, and operations on several, the use cases decide by the
/// [Principal] that is told here.
public final class RequestGate {
  private static final String DATASET = "dataset";

  private final AccessSettings settings;
  private final RateLimiter limiter;

  /// Decides by `settings`, and by `clock` how often is too often.
  public RequestGate(AccessSettings settings, InstantSource clock) {
    this.settings = settings;
    this.limiter = new RateLimiter(settings.rates(), clock);
  }

  /// For whom a request that came to `operation` is made. Throws [Problem.Unauthenticated] where it
  /// came without a token and needs one, and [Problem.Forbidden] where the token's scopes lack the
  /// operation's.
  Principal principal(Operation operation, Optional<Authorizer> authorizer) {
    if (operation.scope().isEmpty()) {
      return Principal.nobody();
    }
    if (authorizer.isEmpty() && settings.tokensRequired()) {
      throw new Problem.Unauthenticated(
              "send a token: Authorization: Bearer, with the scope '%s'"
                  .formatted(operation.scope().get().label()))
          .exception();
    }
    Principal principal =
        authorizer.map(it -> it.principal(settings)).orElseGet(Principal::withoutToken);
    String scope = operation.scope().get().label();
    if (!principal.scopes().contains(scope)) {
      throw new Problem.Forbidden(
              "this needs the scope '%s', which the token does not have".formatted(scope),
              Optional.of(scope))
          .exception();
    }
    return principal;
  }

  /// Throws what a function would answer at once to a request that it is not given itself, with the
  /// claims of its token, if it has one. Requests are not counted here.
  public void admit(
      Operation operation,
      Optional<Map<String, String>> claims,
      Map<String, String> pathParameters) {
    requireDataset(operation, principal(operation, claims.map(Authorizer::new)), pathParameters);
  }

  /// How the caller stands to the limits after this request. One that is beyond them is not
  /// allowed.
  RateLimiter.Standing count(
      Operation operation, Principal principal, Map<String, String> pathParameters, long bytes) {
    return operation.scope().isEmpty()
        ? RateLimiter.Standing.UNLIMITED
        : limiter.ask(principal.subject(), pathParameters.getOrDefault(DATASET, ""), bytes);
  }

  /// Throws [Problem.UnknownDataset] and [Problem.Forbidden] where the caller may not use the
  /// dataset in the path as `operation` does.
  void requireDataset(
      Operation operation, Principal principal, Map<String, String> pathParameters) {
    String dataset = pathParameters.getOrDefault(DATASET, "");
    switch (operation.datasetUse()) {
      case NONE, SEVERAL -> {}
      case READ -> principal.requireRead(dataset);
      case WRITE -> principal.requireWrite(dataset);
      case ADMINISTER -> principal.requireAdminister(dataset);
    }
  }
}
