package dev.tarn.local.runtime;

/// One line that a function wrote.
///
/// @param text without its end; what is beyond 256 KB of a line is left out, as CloudWatch does
public record LogLine(Source source, String text) {
  /// Where a function writes to.
  public enum Source {
    OUT,
    ERR
  }
}
