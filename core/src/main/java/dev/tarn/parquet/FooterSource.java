package dev.tarn.parquet;

import dev.tarn.store.StoredObject;
import dev.tarn.table.DataFile;
import java.io.IOException;
import java.util.Optional;

/// The footers of data files: kept ones, and others read by one request each, or two where a footer
/// is longer than those of its table were. Safe for use by many threads.
final class FooterSource {
  /// A footer of more bytes is none that Tarn writes, nor one that it reads.
  private static final int LONGEST = 64 << 20;

  /// What is read of the first file of a table.
  private static final int FIRST = 16 << 10;

  private final FooterCache cache;
  private final FooterLengths lengths = new FooterLengths(FIRST);
  private final FooterLengths indexLengths = new FooterLengths(0);

  FooterSource(FooterCache cache) {
    this.cache = cache;
  }

  /// The footer of `file`, if it is kept.
  Optional<StoredFooter> known(DataFile file) {
    return cache.find(file.key());
  }

  /// How many bytes at most a request for the footer of a file of `table` would read.
  long bytesToRead(String table, DataFile file) {
    return Math.min(file.bytes(), (long) lengths.of(table) + indexLengths.of(table));
  }

  /// The footer of `file` of `table`, which is read if it is not kept.
  StoredFooter read(String table, DataFile file, StoreReads reads) {
    Optional<StoredFooter> known = known(file);
    if (known.isPresent()) {
      return known.get();
    }
    StoredObject end = reads.end(file, (int) bytesToRead(table, file));
    try {
      try {
        return learnt(table, file, end);
      } catch (StoredFooter.IncompleteException e) {
        if (e.length() > LONGEST) {
          throw e;
        }
        return learnt(table, file, reads.end(file, e.length() + ParquetFooter.TAIL));
      }
    } catch (IOException e) {
      throw StoreReads.damaged(file, "is no Parquet file", e);
    }
  }

  /// Keeps the footer of `file`, which was read whole as `content`.
  void learn(DataFile file, StoredObject content) throws IOException {
    cache.keep(
        file.key(),
        StoredFooter.of(content.summary().etag(), content.summary().size(), content.bytes())
            .keepingOnly(new ByteRange(0, 0)));
  }

  /// Keeps `footer` of `file` in the place of `known`, which is the same with other bytes before
  /// it.
  void keep(DataFile file, StoredFooter known, StoredFooter footer) {
    if (known != footer) {
      cache.replace(file.key(), known, footer);
    }
  }

  /// The page indexes of a file of `table`, just before its footer, have so many bytes, and should
  /// be read along with the footers of others.
  void learnIndexes(String table, int bytes) {
    indexLengths.learn(table, bytes);
  }

  /// Forgets the footer of `file`.
  void forget(DataFile file) {
    cache.forget(file.key());
  }

  private StoredFooter learnt(String table, DataFile file, StoredObject end) throws IOException {
    StoredFooter footer = StoredFooter.of(end.summary().etag(), end.summary().size(), end.bytes());
    lengths.learn(table, footer.bytes() + ParquetFooter.TAIL);
    cache.keep(file.key(), footer);
    return footer;
  }
}
