package dev.tarn.store;

/// What has been asked of a store: requests by kind, and bytes.
///
/// @param gets reads of an object or a part of one
/// @param puts puts, conditional or not
/// @param lists listings, one for each page or directory
/// @param heads summaries asked for
/// @param deletes deletions, one for each 1,000 keys
/// @param copies copies within the store
/// @param bytesRead of contents that were read
/// @param bytesWritten of contents that were put, whether or not the put took effect
public record StoreUsage(
    long gets,
    long puts,
    long lists,
    long heads,
    long deletes,
    long copies,
    long bytesRead,
    long bytesWritten) {
  /// Nothing asked.
  public static final StoreUsage NONE = new StoreUsage(0, 0, 0, 0, 0, 0, 0, 0);

  /// What was asked since `earlier`.
  public StoreUsage minus(StoreUsage earlier) {
    return new StoreUsage(
        gets - earlier.gets,
        puts - earlier.puts,
        lists - earlier.lists,
        heads - earlier.heads,
        deletes - earlier.deletes,
        copies - earlier.copies,
        bytesRead - earlier.bytesRead,
        bytesWritten - earlier.bytesWritten);
  }

  /// What was asked in both.
  public StoreUsage plus(StoreUsage other) {
    return new StoreUsage(
        gets + other.gets,
        puts + other.puts,
        lists + other.lists,
        heads + other.heads,
        deletes + other.deletes,
        copies + other.copies,
        bytesRead + other.bytesRead,
        bytesWritten + other.bytesWritten);
  }

  /// All requests, of whatever kind.
  public long requests() {
    return gets + puts + lists + heads + deletes + copies;
  }
}
