package dev.tarn.ingest;

import dev.tarn.digest.Sha256;
import java.util.HexFormat;

/// What a message is known by: the first 128 bits of its id's SHA-256. Ids may be of any length,
/// and two of them share a key about as soon as two random UUIDs are the same.
///
/// @param high the first 64 bits
/// @param low the other 64
public record DeliveryKey(long high, long low) {
  /// How many bytes a key has.
  public static final int BYTES = 16;

  /// The key of the message of that id.
  public static DeliveryKey of(String id) {
    String hex = Sha256.prefixOf(id, BYTES);
    return new DeliveryKey(
        HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
  }
}
