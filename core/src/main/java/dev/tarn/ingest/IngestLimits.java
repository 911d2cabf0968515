package dev.tarn.ingest;

/// What one batch may ask for.
///
/// @param bodyBytes of the body as sent
/// @param decompressedBytes of the body once its content encoding is undone
/// @param days distinct UTC dates of the event times, since each makes a file of its own
public record IngestLimits(int bodyBytes, int decompressedBytes, int days) {
  /// The limits of the API's contract: 6 MB as sent, 64 MB decompressed, 100 days.
  public static final IngestLimits DEFAULT =
      new IngestLimits(6 * 1024 * 1024, 64 * 1024 * 1024, 100);
}
