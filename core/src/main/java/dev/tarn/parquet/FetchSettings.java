package dev.tarn.parquet;

/// How much of data files is read at once, and how much is kept.
///
/// @param requests to the store at once, over all that one fetcher does
/// @param wholeBytes a file of this size or less is read whole by one request
/// @param requestWorthBytes how many bytes are read in the time that a request takes: one is made
///   to find out what need not be read only if that may be more, and nothing larger is read along
/// @param footerBytes footers, and page indexes with them, that are kept in memory
public record FetchSettings(int requests, int wholeBytes, int requestWorthBytes, long footerBytes) {
  private static final int MEGABYTE = 1 << 20;

  /// 16 requests at once; files of up to 1 MiB whole; a request is worth 1 MiB; 32 MiB of footers.
  public static final FetchSettings DEFAULT =
      new FetchSettings(16, MEGABYTE, MEGABYTE, 32L * MEGABYTE);

  public FetchSettings {
    if (requests < 1 || wholeBytes < 0 || requestWorthBytes < 0 || footerBytes < 0) {
      throw new IllegalArgumentException(
          "requests are 1 at least and sizes 0 at least: %d, %d, %d, %d"
              .formatted(requests, wholeBytes, requestWorthBytes, footerBytes));
    }
  }
}
