package dev.tarn.local.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public keys that tokens may be signed with. They are read again when a token names one that
/// is not there, and after a while, so that keys can be changed without a restart; but not more
/// often than every ten seconds, whatever tokens name. What cannot be read leaves the keys as they
/// are.
final class KeySet {
  private static final Logger LOG = LoggerFactory.getLogger(KeySet.class);
  private static final Duration LEAST_BETWEEN = Duration.ofSeconds(10);
  private static final Duration LONGEST_KEPT = Duration.ofMinutes(15);
  private static final int MOST_KEYS = 100;

  private final KeySource source;
  private final InstantSource clock;
  private List<JWK> keys;
  private Instant read;

  private KeySet(KeySource source, InstantSource clock, List<JWK> keys) {
    this.source = source;
    this.clock = clock;
    this.keys = keys;
    this.read = clock.instant();
  }

  /// Reads the keys. Throws [UserFailure] where they cannot be read.
  static KeySet open(KeySource source, InstantSource clock) {
    try {
      return new KeySet(source, clock, read(source));
    } catch (IOException | ParseException e) {
      throw new UserFailure("the keys of --jwks cannot be read: " + e.getMessage(), e);
    }
  }

  /// The key of that id.
  synchronized Optional<JWK> find(String id) {
    Duration age = Duration.between(read, clock.instant());
    boolean old = age.compareTo(LONGEST_KEPT) > 0;
    if (old || (known(id).isEmpty() && age.compareTo(LEAST_BETWEEN) > 0)) {
      readAgain();
    }
    return known(id);
  }

  private void readAgain() {
    read = clock.instant();
    try {
      keys = read(source);
    } catch (IOException | ParseException e) {
      LOG.warn("keys of tokens could not be read again", e);
    }
  }

  private Optional<JWK> known(String id) {
    List<JWK> named = keys.stream().filter(key -> id.equals(key.getKeyID())).toList();
    return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
  }

  private static List<JWK> read(KeySource source) throws IOException, ParseException {
    List<JWK> keys = JWKSet.parse(source.read()).getKeys();
    if (keys.size() > MOST_KEYS) {
      throw new IOException("there are more than " + MOST_KEYS + " keys");
    }
    return List.copyOf(keys);
  }
}
