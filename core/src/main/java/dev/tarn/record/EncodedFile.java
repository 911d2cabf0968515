package dev.tarn.record;

import dev.tarn.table.FileStatistics;

/// One columnar file, in memory.
public final class EncodedFile {
  private final byte[] content;
  private final FileStatistics statistics;

  /// Takes `content` as it is; the caller keeps no hold on it.
  public EncodedFile(byte[] content, FileStatistics statistics) {
    this.content = content;
    this.statistics = statistics;
  }

  /// The file's bytes; shared, not to be changed.
  public byte[] content() {
    return content;
  }

  /// What the file holds, from its own footer.
  public FileStatistics statistics() {
    return statistics;
  }
}
