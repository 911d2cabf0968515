package dev.tarn.query;

import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// Results that no answer can carry, as objects for a day: below [#PREFIX], under keys that nobody
/// can guess, and by links that are good for a while.
public final class ResultObjects {
  /// What all keys start with.
  public static final String PREFIX = "results/";

  /// How long a link is good.
  public static final Duration VALIDITY = Duration.ofMinutes(15);

  private static final Duration KEPT = Duration.ofDays(1);
  private static final int KEY_BYTES = 16;

  private final ObjectStore store;

  /// Results in `store`.
  public ResultObjects(ObjectStore store) {
    this.store = store;
  }

  /// Puts `body` into an object of its own, and gives a link by which it is read as `mediaType`.
  public URI put(Path body, String mediaType) {
    byte[] random = new byte[KEY_BYTES];
    // Made for each, for one that was made before a snapshot of the function would repeat itself.
    new SecureRandom().nextBytes(random);
    ObjectKey key = new ObjectKey(PREFIX + HexFormat.of().formatHex(random));
    var _ = store.putFile(key, body);
    return store.presignGet(key, VALIDITY, mediaType);
  }

  /// Deletes the results that were put a day before `now` or earlier, as a rule of the bucket does
  /// in S3.
  public void deleteExpired(Instant now) {
    for (List<ObjectSummary> page : new ObjectPages(store, PREFIX)) {
      store.delete(
          page.stream()
              .filter(each -> !each.lastModified().isAfter(now.minus(KEPT)))
              .map(ObjectSummary::key)
              .toList());
    }
  }
}
