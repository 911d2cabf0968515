package dev.tarn.store;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Links to single objects of a store that has no HTTP server of its own. A link is a base URI, the
/// key, the second at which it expires, the media type of its answer if one was asked for, and an
/// HMAC-SHA-256 (RFC 2104) over all of them and the method, so that whoever holds the secret serves
/// what was signed and nothing else:
///
///     http://127.0.0.1:8080/objects/a/b.parquet?expires=1767225600&signature=9f86…
///
/// The HTTP server asks [#verify] which object a request may read, and [#verifyPut] which one it may
/// put.
public final class SignedLinks {
  /// What S3 allows, and so what every store allows.
  private static final Duration LONGEST = Duration.ofDays(7);

  private static final Pattern QUERY =
      Pattern.compile(
          "expires=(\\d{1,12})(?:&type=([A-Za-z0-9._%-]{1,300}))?&signature=([0-9a-f]{64})");

  private final URI base;
  private final SecretKeySpec secret;
  private final InstantSource clock;

  /// Links below `base` (without a query), signed with `secret` (16 bytes at least).
  public SignedLinks(URI base, byte[] secret, InstantSource clock) {
    if (secret.length < 16) {
      throw new IllegalArgumentException("a secret has at least 16 bytes, not " + secret.length);
    }
    if (base.getRawQuery() != null || base.getRawFragment() != null) {
      throw new IllegalArgumentException("a base has no query and no fragment, unlike " + base);
    }
    this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
    this.clock = clock;
  }

  /// Links that are good for as long as this object lives, for it alone knows its secret.
  public static SignedLinks withRandomSecret(URI base, InstantSource clock) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return new SignedLinks(base, secret, clock);
  }

  /// A link that [#verify] accepts for `validity`, which is rounded up to a whole second, is
  /// positive and at most seven days.
  public URI sign(ObjectKey key, Duration validity) {
    return sign(key, validity, Optional.empty());
  }

  /// A link as of [#sign(ObjectKey, Duration)], whose answer is of `mediaType`.
  public URI sign(ObjectKey key, Duration validity, String mediaType) {
    return sign(key, validity, Optional.of(mediaType));
  }

  private URI sign(ObjectKey key, Duration validity, Optional<String> mediaType) {
    long expires = expires(validity);
    return link(
        key,
        expires,
        mediaType.map(type -> "&type=" + encoded(type)).orElse(""),
        getSignature(key, expires, mediaType));
  }

  /// A link for a PUT that [#verifyPut] accepts for `validity`, as of [#sign(ObjectKey, Duration)];
  /// it is none for a GET, nor is any of those one for a PUT.
  public URI signPut(ObjectKey key, Duration validity) {
    long expires = expires(validity);
    return link(key, expires, "", putSignature(key, expires));
  }

  private long expires(Duration validity) {
    if (!validity.isPositive() || validity.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("a link is valid for up to 7 days, not " + validity);
    }
    return clock.instant().plus(validity).plusMillis(999).getEpochSecond();
  }

  private URI link(ObjectKey key, long expires, String type, byte[] signature) {
    return URI.create(
        base
            + encoded(key.value()).replace("%2F", "/")
            + "?expires="
            + expires
            + type
            + "&signature="
            + HexFormat.of().formatHex(signature));
  }

  /// What a link was signed for.
  ///
  /// @param mediaType of the answer, if it was asked for
  public record Linked(ObjectKey key, Optional<String> mediaType) {}

  /// What a request for `link` may read, or empty if the link was not signed here, was changed, or
  /// has expired. Only its path and query are looked at, as a server sees no more.
  public Optional<Linked> verify(URI link) {
    return parsed(link)
        .filter(asked ->
            isGenuine(asked, getSignature(asked.key(), asked.expires(), asked.mediaType())))
        .map(asked -> new Linked(asked.key(), asked.mediaType()));
  }

  /// The object that a PUT to `link` may put, or empty, as [#verify] has it.
  public Optional<ObjectKey> verifyPut(URI link) {
    return parsed(link)
        .filter(asked -> asked.mediaType().isEmpty())
        .filter(asked -> isGenuine(asked, putSignature(asked.key(), asked.expires())))
        .map(Asked::key);
  }

  private record Asked(ObjectKey key, long expires, Optional<String> mediaType, String signature) {}

  private Optional<Asked> parsed(URI link) {
    String path = Optional.ofNullable(link.getRawPath()).orElse("");
    Matcher query = QUERY.matcher(Optional.ofNullable(link.getRawQuery()).orElse(""));
    if (!path.startsWith(base.getRawPath()) || !query.matches()) {
      return Optional.empty();
    }
    return key(path.substring(base.getRawPath().length()))
        .map(key ->
            new Asked(
                key,
                Long.parseLong(query.group(1)),
                Optional.ofNullable(query.group(2)).flatMap(SignedLinks::decoded),
                query.group(3)));
  }

  private boolean isGenuine(Asked asked, byte[] signature) {
    return MessageDigest.isEqual(signature, HexFormat.of().parseHex(asked.signature()))
        && clock.instant().isBefore(Instant.ofEpochSecond(asked.expires()));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Optional<String> decoded(String text) {
    try {
      return Optional.of(URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<ObjectKey> key(String rawPath) {
    try {
      return decoded(rawPath).map(ObjectKey::new);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private byte[] getSignature(ObjectKey key, long expires, Optional<String> mediaType) {
    return signature(expires + "\n" + mediaType.orElse("") + "\n" + key);
  }

  private byte[] putSignature(ObjectKey key, long expires) {
    return signature("PUT\n" + expires + "\n" + key);
  }

  private byte[] signature(String signed) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
