package dev.tarn.access;

import dev.tarn.configuration.Settings;

/// What a function asks of those who call it.
///
/// @param tokensRequired whether requests that no authorizer has looked at are refused
/// @param unclaimedDatasets what a token without the claim `datasets` may see
/// @param rates how much one caller may ask for
public record AccessSettings(
    boolean tokensRequired, DatasetGrants unclaimedDatasets, RateLimits rates) {
  /// Tokens are needed, and nothing is granted that they do not claim.
  public static final AccessSettings STRICT =
      new AccessSettings(true, DatasetGrants.NONE, RateLimits.NONE);

  /// Whoever reaches the function may do everything.
  public static final AccessSettings WITHOUT_TOKENS =
      new AccessSettings(false, DatasetGrants.NONE, RateLimits.NONE);

  private static final long MOST_REQUESTS = 100_000;
  private static final long MOST_BYTES = 1L << 40;

  /// Reads `TARN_TOKENS` (`required`, the default, or `none`), `TARN_UNCLAIMED_DATASETS` (`none`,
  /// the default, or `all`), `TARN_RATE_REQUESTS` and `TARN_RATE_BYTES` (a second; 0, the default,
  /// for no limit). Throws [IllegalArgumentException] that names the variable which does not fit.
  public static AccessSettings read(Settings settings) {
    return new AccessSettings(
        choice(settings, "TARN_TOKENS", "required", "none"),
        choice(settings, "TARN_UNCLAIMED_DATASETS", "none", "all")
            ? DatasetGrants.NONE
            : DatasetGrants.ALL,
        new RateLimits(
            settings.number("TARN_RATE_REQUESTS", 0, 0, MOST_REQUESTS),
            settings.number("TARN_RATE_BYTES", 0, 0, MOST_BYTES)));
  }

  /// Whether the variable has its first, safe value.
  private static boolean choice(Settings settings, String name, String safe, String other) {
    String value = settings.optional(name).orElse(safe);
    if (!value.equals(safe) && !value.equals(other)) {
      throw new IllegalArgumentException(
          "%s is '%s', neither %s nor %s".formatted(name, value, safe, other));
    }
    return value.equals(safe);
  }
}
