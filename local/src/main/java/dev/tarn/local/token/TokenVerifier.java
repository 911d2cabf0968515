package dev.tarn.local.token;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Verifies JSON Web Tokens (RFC 7519) as API Gateway's JWT authorizer does: signed by a key of one
/// set, of one issuer, for one of some audiences (`client_id` where there is no `aud`), and in
/// time. More than there it refuses what no issuer sends: other algorithms than RS256, ES256 and
/// EdDSA, no `exp`, the same claim twice, tokens in tokens.
public final class TokenVerifier {
  /// The longest token that is looked at, in characters.
  public static final int MOST_CHARACTERS = 8_192;

  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256, JWSAlgorithm.EdDSA);
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt");
  private static final int MOST_KEY_ID = 200;
  private static final long SKEW_SECONDS = 30;
  private static final String BEARER = "bearer ";
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(20).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final KeySet keys;
  private final String issuer;
  private final Set<String> audiences;
  private final InstantSource clock;

  /// Reads the keys. Throws [dev.tarn.local.terminal.UserFailure] where they cannot be read.
  ///
  /// @param issuer what `iss` has to be
  /// @param audiences one of which `aud` has to name
  public TokenVerifier(KeySource keys, String issuer, Set<String> audiences, InstantSource clock) {
    this.keys = KeySet.open(keys, clock);
    this.issuer = issuer;
    this.audiences = Set.copyOf(audiences);
    this.clock = clock;
  }

  /// The claims of the token in an `Authorization` header, in the texts that API Gateway makes of
  /// them.
  public Map<String, String> verify(String authorization) throws TokenRefusedException {
    String text = token(authorization);
    SignedJWT token;
    try {
      token = SignedJWT.parse(text);
    } catch (ParseException e) {
      throw new TokenRefusedException("the token is no signed JSON Web Token", e);
    }
    if (!Signatures.verify(token, key(token.getHeader()))) {
      throw new TokenRefusedException("the token's signature is wrong");
    }
    JsonNode claims = claims(token);
    requireAddressed(claims);
    requireTimely(claims);
    return ClaimTexts.of(claims);
  }

  private static String token(String authorization) throws TokenRefusedException {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw new TokenRefusedException("the Authorization header holds no Bearer token");
    }
    String text = authorization.substring(BEARER.length()).strip();
    if (text.length() > MOST_CHARACTERS) {
      throw new TokenRefusedException(
          "the token is longer than " + MOST_CHARACTERS + " characters");
    }
    return text;
  }

  private JWK key(JWSHeader header) throws TokenRefusedException {
    if (!ALGORITHMS.contains(header.getAlgorithm())) {
      throw new TokenRefusedException("the token's alg is none of RS256, ES256 and EdDSA");
    }
    String id = header.getKeyID();
    if (id == null || id.isEmpty() || id.length() > MOST_KEY_ID) {
      throw new TokenRefusedException("the token's kid names no key");
    }
    if ((header.getCriticalParams() != null && !header.getCriticalParams().isEmpty())
        || header.getContentType() != null
        || (header.getType() != null
            && !TYPES.contains(header.getType().getType().toLowerCase(Locale.ROOT)))) {
      throw new TokenRefusedException(
          "the token's header has a crit, cty or typ that is not taken");
    }
    return keys.find(id)
        .orElseThrow(() -> new TokenRefusedException("the token's kid names no key"));
  }

  private static JsonNode claims(SignedJWT token) throws TokenRefusedException {
    try {
      JsonNode claims = JSON.readTree(token.getPayload().toBytes());
      if (!claims.isObject()) {
        throw new TokenRefusedException("the token's claims are no JSON object");
      }
      return claims;
    } catch (JacksonException e) {
      throw new TokenRefusedException("the token's claims are no JSON object", e);
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot be read", e);
    }
  }

  private void requireAddressed(JsonNode claims) throws TokenRefusedException {
    if (!claims.path("iss").isTextual() || !claims.path("iss").asText().equals(issuer)) {
      throw new TokenRefusedException("the token's iss is another issuer's");
    }
    Set<String> named = new HashSet<>();
    JsonNode audience = claims.has("aud") ? claims.path("aud") : claims.path("client_id");
    (audience.isArray() ? audience : List.of(audience))
        .forEach(each -> {
          if (each.isTextual()) {
            named.add(each.asText());
          }
        });
    named.retainAll(audiences);
    if (named.isEmpty()) {
      throw new TokenRefusedException("the token's aud is another audience");
    }
  }

  private void requireTimely(JsonNode claims) throws TokenRefusedException {
    double now = clock.instant().getEpochSecond();
    if (!claims.path("exp").isNumber()) {
      throw new TokenRefusedException("the token has no exp, in seconds since 1970");
    }
    if (now - SKEW_SECONDS >= claims.path("exp").doubleValue()) {
      throw new TokenRefusedException("the token has expired");
    }
    for (String beginning : List.of("nbf", "iat")) {
      JsonNode time = claims.path(beginning);
      if (!time.isMissingNode() && !time.isNumber()) {
        throw new TokenRefusedException("the token's " + beginning + " is no number of seconds");
      }
      if (time.isNumber() && now + SKEW_SECONDS < time.doubleValue()) {
        throw new TokenRefusedException("the token's " + beginning + " is in the future");
      }
    }
  }
}
