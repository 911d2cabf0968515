package dev.tarn.api.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.access.AccessSettings;
import dev.tarn.access.ClaimText;
import dev.tarn.access.DatasetGrants;
import dev.tarn.access.Principal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What API Gateway's JWT authorizer found in a request's token (Amazon API Gateway Developer
/// Guide, "Control access to HTTP APIs with JWT authorizers"). The signature, issuer, audience and
/// times of the token are checked by then; nothing of the request itself is believed.
///
/// @param claims the token's claims, as texts
record Authorizer(Map<String, String> claims) {
  private static final String DATASETS = "datasets";

  /// What scopes of a Cognito pool start with: the name of their resource server.
  private static final String RESOURCE_SERVER = "tarn/";

  /// The authorizer's part of an event's `requestContext`, if there is one.
  static Optional<Authorizer> of(JsonNode requestContext) {
    JsonNode claims = requestContext.path("authorizer").path("jwt").path("claims");
    if (!claims.isObject()) {
      return Optional.empty();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> claim : claims.properties()) {
      // API Gateway sends texts alone; what else might come reads the same in JSON.
      if (!claim.getValue().isNull()) {
        texts.put(
            claim.getKey(),
            claim.getValue().isTextual() ? claim.getValue().asText() : claim.getValue().toString());
      }
    }
    return Optional.of(new Authorizer(texts));
  }

  /// Whom the token names, and what it allows them.
  Principal principal(AccessSettings settings) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    claims.forEach((name, text) -> values.put(name, ClaimText.values(text)));
    String datasets = claims.get(DATASETS);
    return new Principal(
        subject(),
        scopes(),
        datasets == null
            ? settings.unclaimedDatasets()
            : DatasetGrants.parse(ClaimText.list(datasets)),
        values,
        Principal.Rows.BY_CLAIM);
  }

  /// Tokens for machines may have no `sub`.
  private String subject() {
    return claims.getOrDefault("sub", claims.getOrDefault("client_id", ""));
  }

  /// API Gateway takes either claim for scopes.
  private Set<String> scopes() {
    Set<String> scopes = new LinkedHashSet<>();
    for (String claim : Set.of("scope", "scp")) {
      for (String scope : ClaimText.list(claims.getOrDefault(claim, ""))) {
        scopes.add(
            scope.startsWith(RESOURCE_SERVER) ? scope.substring(RESOURCE_SERVER.length()) : scope);
      }
    }
    return scopes;
  }
}
