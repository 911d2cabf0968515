package dev.tarn.local.gateway;

import dev.tarn.api.Operation;
import dev.tarn.local.token.TokenRefusedException;
import dev.tarn.local.token.TokenVerifier;
import dev.tarn.problem.Problem;
import java.util.Map;
import java.util.Optional;

/// Asks for a token where an operation needs a scope, as API Gateway's JWT authorizer does.
final class TokenCheck {
  private final Optional<TokenVerifier> tokens;

  /// Asks for tokens that `tokens` accept, or, without them, for none.
  TokenCheck(Optional<TokenVerifier> tokens) {
    this.tokens = tokens;
  }

  /// Who sent a request.
  ///
  /// @param claims of the token, where one is needed and accepted
  /// @param refusal where one is needed, and none is accepted
  record Caller(Optional<Map<String, String>> claims, Optional<Answer> refusal) {}

  Caller caller(ReceivedRequest request, Operation operation, String id) {
    if (tokens.isEmpty() || operation.scope().isEmpty()) {
      return new Caller(Optional.empty(), Optional.empty());
    }
    Optional<String> authorization = request.header("authorization");
    if (authorization.isEmpty()) {
      return refused("send a token: Authorization: Bearer", "", id);
    }
    try {
      return new Caller(Optional.of(tokens.get().verify(authorization.get())), Optional.empty());
    } catch (TokenRefusedException e) {
      return refused(String.valueOf(e.getMessage()), ", error=\"invalid_token\"", id);
    }
  }

  private static Caller refused(String detail, String error, String id) {
    return new Caller(
        Optional.empty(),
        Optional.of(
            Answer.problem(new Problem.Unauthenticated(detail), id)
                .with("www-authenticate", "Bearer realm=\"tarn\"" + error)));
  }
}
