package dev.tarn.local.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.sun.net.httpserver.HttpServer;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-03-07T09:00:00Z");
  private static final String CLAIMS =
      "{\"iss\":\"me\",\"aud\":\"tarn\",\"sub\":\"s\",\"exp\":%d}"
          .formatted(NOW.getEpochSecond() + 600);

  private static RSAKey rsa;
  private static ECKey ec;
  private static KeyPair ed;

  @TempDir Path directory;
  private final AtomicReference<Instant> time = new AtomicReference<>(NOW);
  private TokenVerifier verifier;

  @BeforeAll
  static void makeKeys() throws JOSEException, GeneralSecurityException {
    rsa = new RSAKeyGenerator(2_048).keyID("rsa").generate();
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  @BeforeEach
  void open() throws IOException {
    keep(rsa.toPublicJWK(), ec.toPublicJWK(), ed25519("ed"));
    verifier = verifier();
  }

  @Test
  void tokensOfTheThreeAlgorithmsAreAccepted() throws Exception {
    assertThat(verifier.verify(bearer(rsa(CLAIMS)))).containsEntry("sub", "s");
    assertThat(verifier.verify("bearer " + ec(CLAIMS))).containsEntry("iss", "me");
    assertThat(verifier.verify(bearer(ed(CLAIMS)))).containsEntry("aud", "tarn");
  }

  @Test
  void claimsComeInTheTextsThatApiGatewayMakes() throws Exception {
    String claims =
        CLAIMS.replace(
            "\"sub\"",
            "\"datasets\":[\"a:r\",\"b:w\"],\"n\":12,\"big\":9007199254740993,\"t\":true,"
                + "\"none\":null,\"empty\":[],\"o\":{\"k\":[1,2]},\"sub\"");

    assertThat(verifier.verify(bearer(ec(claims))))
        .containsEntry("datasets", "[a:r b:w]")
        .containsEntry("n", "12")
        .containsEntry("big", "9007199254740993")
        .containsEntry("t", "true")
        .containsEntry("empty", "[]")
        .containsEntry("o", "map[k:[1 2]]")
        .containsEntry("exp", Long.toString(NOW.getEpochSecond() + 600))
        .doesNotContainKey("none");
  }

  @Test
  void clocksMayDifferALittle() throws Exception {
    assertThat(verifier.verify(bearer(ec(timed(-20, 20))))).isNotEmpty();
    refused(ec(timed(-31, 0)), "expired");
    refused(ec(timed(600, 31)), "nbf is in the future");
    refused(ec(CLAIMS.replace("\"exp\"", "\"iat\":99999999999,\"exp\"")), "iat is in the future");
  }

  @Test
  void audiencesMayBeSeveralOrAClient() throws Exception {
    assertThat(verifier.verify(bearer(ec(CLAIMS.replace("\"tarn\"", "[\"x\",\"tarn\"]")))))
        .isNotEmpty();
    assertThat(verifier.verify(bearer(ec(CLAIMS.replace("\"aud\"", "\"client_id\"")))))
        .isNotEmpty();
    refused(ec(CLAIMS.replace("\"tarn\"", "\"other\"")), "aud");
    refused(ec(CLAIMS.replace("\"tarn\"", "[]")), "aud");
    refused(ec(CLAIMS.replace("\"aud\":\"tarn\",", "")), "aud");
    refused(ec(CLAIMS.replace("\"tarn\"", "\"other\",\"client_id\":\"tarn\"")), "aud");
    refused(ec(CLAIMS.replace("\"me\"", "\"you\"")), "iss");
    refused(ec(CLAIMS.replace("\"me\"", "[\"me\"]")), "iss");
  }

  @Test
  void tokensWithoutASignatureOfTheSetAreRefused() throws Exception {
    String none = part("{\"alg\":\"none\",\"kid\":\"rsa\"}") + "." + part(CLAIMS) + ".";
    refused(none, "no signed");
    refused(
        none.replace(part("{\"alg\":\"none\",\"kid\":\"rsa\"}"), part("{\"alg\":\"NonE\"}")), "");
    byte[] publicKey = rsa.toPublicKey().getEncoded();
    refused(sign(JWSAlgorithm.HS256, "rsa", CLAIMS, new MACSigner(publicKey)), "alg");
    refused(
        sign(JWSAlgorithm.HS256, "rsa", CLAIMS, new MACSigner(rsa.toPublicJWK().toString())),
        "alg");
    refused(sign(JWSAlgorithm.RS512, "rsa", CLAIMS, new RSASSASigner(rsa)), "alg");
    refused(sign(JWSAlgorithm.PS256, "rsa", CLAIMS, new RSASSASigner(rsa)), "alg");
    RSAKey other = new RSAKeyGenerator(2_048).generate();
    refused(sign(JWSAlgorithm.RS256, "rsa", CLAIMS, new RSASSASigner(other)), "signature");
    refused(sign(JWSAlgorithm.RS256, "ec", CLAIMS, new RSASSASigner(rsa)), "none for RS256");
    refused(sign(JWSAlgorithm.RS256, "ed", CLAIMS, new RSASSASigner(rsa)), "none for RS256");
    String good = rsa(CLAIMS);
    refused(good.substring(0, good.lastIndexOf('.') + 1), "");
    refused(good.substring(0, good.length() - 6) + "AAAAAA", "signature");
    refused(ec(CLAIMS).replaceFirst("\\.[^.]*$", "." + part("\0".repeat(64))), "");
    String[] parts = good.split("\\.", -1);
    refused(
        parts[0] + "." + part(CLAIMS.replace("\"s\"", "\"admin\"")) + "." + parts[2], "signature");
  }

  @Test
  void aKidOpensNothing() throws Exception {
    for (String kid :
        List.of(
            "../../etc/passwd",
            "/dev/null",
            "http://127.0.0.1:1/jwks.json",
            "rsa' OR '1'='1",
            "rsa\0",
            "RSA",
            "k".repeat(201))) {
      refused(sign(JWSAlgorithm.RS256, kid, CLAIMS, new RSASSASigner(rsa)), "kid");
    }
    JWSObject nameless = new JWSObject(new JWSHeader(JWSAlgorithm.RS256), new Payload(CLAIMS));
    nameless.sign(new RSASSASigner(rsa));
    refused(nameless.serialize(), "kid");
  }

  @Test
  void aKeyInTheTokenIsNotBelieved() throws Exception {
    RSAKey mine = new RSAKeyGenerator(2_048).keyID("rsa").generate();
    JWSObject token =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID("rsa")
                .jwk(mine.toPublicJWK())
                .jwkURL(java.net.URI.create("http://127.0.0.1:1/"))
                .build(),
            new Payload(CLAIMS));
    token.sign(new RSASSASigner(mine));

    refused(token.serialize(), "signature");
  }

  @Test
  void headersAndClaimsOfOtherFormsAreRefused() throws Exception {
    refused("", "no signed");
    refused("a.b", "no signed");
    refused("a.b.c.d.e", "no signed");
    refused("x".repeat(TokenVerifier.MOST_CHARACTERS + 1), "longer than");
    refused(ec("{\"iss\":\"you\"," + CLAIMS.substring(1)), "no JSON object");
    refused(ec(CLAIMS.replace("\"sub\":\"s\"", "\"sub\":\"s\",\"exp\":1")), "no JSON object");
    refused(ec("[]"), "no JSON object");
    refused(ec("nothing"), "no JSON object");
    refused(ec(CLAIMS + CLAIMS), "no JSON object");
    refused(ec(CLAIMS.replaceFirst(",\"exp\":\\d+", "")), "no exp");
    refused(ec(CLAIMS.replaceFirst("\"exp\":(\\d+)", "\"exp\":\"$1\"")), "no exp");
    refused(ec(CLAIMS.replace("\"exp\"", "\"nbf\":\"x\",\"exp\"")), "nbf");
    refused(ec("{\"deep\":" + "[".repeat(50) + "]".repeat(50) + "," + CLAIMS.substring(1)), "");
    JWSObject nested =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("ec").contentType("JWT").build(),
            new Payload(ec(CLAIMS)));
    nested.sign(new ECDSASigner(ec));
    refused(nested.serialize(), "cty");
    JWSObject critical =
        new JWSObject(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("ec")
                .criticalParams(Set.of("x"))
                .customParam("x", 1)
                .build(),
            new Payload(CLAIMS));
    critical.sign(new ECDSASigner(ec));
    refused(critical.serialize(), "");
    assertThatExceptionOfType(TokenRefusedException.class)
        .isThrownBy(() -> verifier.verify("Basic " + ec(CLAIMS)));
  }

  @Test
  void keysAreReadAgainForATokenOfANewOneButNotForEach() throws Exception {
    ECKey next = new ECKeyGenerator(Curve.P_256).keyID("next").generate();
    String token = sign(JWSAlgorithm.ES256, "next", CLAIMS, new ECDSASigner(next));
    AtomicInteger reads = new AtomicInteger();
    AtomicReference<String> document =
        new AtomicReference<>(new JWKSet(ec.toPublicJWK()).toString());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          reads.incrementAndGet();
          byte[] bytes = document.get().getBytes(UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      TokenVerifier remote =
          new TokenVerifier(
              KeySource.of("http://127.0.0.1:" + server.getAddress().getPort() + "/keys"),
              "me",
              Set.of("tarn"),
              time::get);
      for (int i = 0; i < 20; i++) {
        assertThatExceptionOfType(TokenRefusedException.class)
            .isThrownBy(() -> remote.verify(bearer(token)));
      }
      assertThat(reads).hasValue(1);
      document.set(new JWKSet(List.of(ec.toPublicJWK(), next.toPublicJWK())).toString());
      time.set(NOW.plus(Duration.ofSeconds(11)));
      assertThat(remote.verify(bearer(token))).isNotEmpty();
      document.set(" ".repeat(KeySource.MOST_BYTES + 1));
      time.set(NOW.plus(Duration.ofSeconds(22)));
      assertThatExceptionOfType(TokenRefusedException.class)
          .isThrownBy(() ->
              remote.verify(
                  bearer(sign(JWSAlgorithm.ES256, "other", CLAIMS, new ECDSASigner(next)))));
      assertThat(remote.verify(bearer(token))).isNotEmpty();
      assertThat(reads).hasValue(3);
      document.set(new JWKSet(ec.toPublicJWK()).toString());
      time.set(NOW.plus(Duration.ofMinutes(9)));
      assertThat(remote.verify(bearer(token))).isNotEmpty();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void keysThatCannotBeHadAreToldAtOnce() {
    assertThatExceptionOfType(UserFailure.class)
        .isThrownBy(() -> KeySource.of("http://keys.example/jwks.json"))
        .withMessageContaining("https");
    assertThatExceptionOfType(UserFailure.class)
        .isThrownBy(() ->
            new TokenVerifier(
                KeySource.of(directory.resolve("none").toString()),
                "me",
                Set.of("tarn"),
                time::get));
  }

  @Test
  void aDevelopmentKeyIsItsOwnersAloneAndSignsWhatIsAccepted() throws Exception {
    Path keys = directory.resolve("keys");
    String token = DevelopmentKey.in(keys).sign(CLAIMS);
    TokenVerifier local =
        new TokenVerifier(
            KeySource.of(keys.resolve(DevelopmentKey.PUBLIC).toString()),
            "me",
            Set.of("tarn"),
            time::get);

    assertThat(local.verify(bearer(token))).containsEntry("sub", "s");
    assertThat(local.verify(bearer(DevelopmentKey.in(keys).sign(CLAIMS)))).isNotEmpty();
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(keys.resolve("token-key.json"))))
        .isEqualTo("rw-------");
    assertThat(Files.readString(keys.resolve(DevelopmentKey.PUBLIC))).doesNotContain("\"d\"");
  }

  private void refused(String token, String reason) {
    assertThatExceptionOfType(TokenRefusedException.class)
        .isThrownBy(() -> verifier.verify(bearer(token)))
        .withMessageContaining(reason);
  }

  private static String timed(long exp, long nbf) {
    return "{\"iss\":\"me\",\"aud\":\"tarn\",\"exp\":%d,\"nbf\":%d}"
        .formatted(NOW.getEpochSecond() + exp, NOW.getEpochSecond() + nbf);
  }

  private TokenVerifier verifier() {
    return new TokenVerifier(
        KeySource.of(directory.resolve("jwks.json").toString()), "me", Set.of("tarn"), time::get);
  }

  private void keep(JWK... keys) throws IOException {
    Files.writeString(directory.resolve("jwks.json"), new JWKSet(List.of(keys)).toString());
  }

  private static OctetKeyPair ed25519(String id) {
    byte[] encoded = ed.getPublic().getEncoded();
    return new OctetKeyPair.Builder(
            Curve.Ed25519,
            Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)))
        .keyID(id)
        .build();
  }

  private static String bearer(String token) {
    return "Bearer " + token;
  }

  private static String part(String json) {
    return Base64URL.encode(json).toString();
  }

  private static String rsa(String claims) throws JOSEException {
    return sign(JWSAlgorithm.RS256, "rsa", claims, new RSASSASigner(rsa));
  }

  private static String ec(String claims) {
    try {
      return sign(JWSAlgorithm.ES256, "ec", claims, new ECDSASigner(ec));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String ed(String claims) throws GeneralSecurityException {
    String signed = part("{\"alg\":\"EdDSA\",\"kid\":\"ed\"}") + "." + part(claims);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(ed.getPrivate());
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + Base64URL.encode(signature.sign());
  }

  private static String sign(JWSAlgorithm algorithm, String kid, String claims, JWSSigner signer)
      throws JOSEException {
    JWSObject token =
        new JWSObject(new JWSHeader.Builder(algorithm).keyID(kid).build(), new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }
}
