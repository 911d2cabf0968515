package dev.tarn.access;

/// How much one caller may ask of one dataset, of one instance of a function. Of each, ten seconds'
/// worth may come at once.
///
/// @param requests a second; 0 for no limit
/// @param bytes of bodies a second; 0 for no limit
public record RateLimits(long requests, long bytes) {
  /// No limits.
  public static final RateLimits NONE = new RateLimits(0, 0);

  /// For how many seconds' worth a bucket has room.
  public static final int WINDOW_SECONDS = 10;

  /// Whether there is no limit of either kind.
  public boolean isUnlimited() {
    return requests == 0 && bytes == 0;
  }
}
