package dev.tarn.ingest;

import dev.tarn.table.BatchId;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.UUID;

/// Names batches of messages such that the name tells when its messages were sent, the first and
/// the last of them. A message's time is the same at each delivery, so a batch can have one only if
/// its name says so.
final class DeliveredBatchId {
  private static final int TIME_DIGITS = 11;
  private static final int RANDOM = 1 + 2 * TIME_DIGITS;

  private DeliveredBatchId() {}

  /// A name that no other batch has, for messages sent at `times`, one at least.
  ///
  /// @param prefix a letter
  static BatchId of(String prefix, Collection<Instant> times) {
    return new BatchId(
        prefix
            + digits(Collections.min(times))
            + digits(Collections.max(times))
            + UUID.randomUUID().toString().replace("-", ""));
  }

  /// Whether a batch of that name may have a message sent from `first` to `last`. Names of another
  /// form may not.
  static boolean mayHave(BatchId batch, Instant first, Instant last) {
    String name = batch.value();
    if (name.length() <= RANDOM) {
      return false;
    }
    try {
      long from = HexFormat.fromHexDigitsToLong(name, 1, 1 + TIME_DIGITS);
      long to = HexFormat.fromHexDigitsToLong(name, 1 + TIME_DIGITS, RANDOM);
      return from <= last.toEpochMilli() && to >= first.toEpochMilli();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String digits(Instant time) {
    return HexFormat.of().toHexDigits(Math.max(0, time.toEpochMilli()), TIME_DIGITS);
  }
}
