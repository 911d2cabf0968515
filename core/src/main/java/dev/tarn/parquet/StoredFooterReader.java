package dev.tarn.parquet;

import dev.tarn.audit.FooterReader;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoredObject;
import dev.tarn.table.DataFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads footers of Parquet files in a store: one read of a file's end each, or a second one where
/// the footer is longer than that. Whatever the bytes are, it answers.
public final class StoredFooterReader implements FooterReader {
  private static final Logger LOG = LoggerFactory.getLogger(StoredFooterReader.class);
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = 8;

  /// The footers of all but files of very many row groups are shorter.
  private static final int FIRST_READ = 64 * 1024;

  private static final int LONGEST_FOOTER = 16 * 1024 * 1024;

  private final ObjectStore store;

  /// Reads files in `store`.
  public StoredFooterReader(ObjectStore store) {
    this.store = store;
  }

  @Override
  public Footer read(DataFile file) {
    StoredObject end = store.getSuffix(file.key(), FIRST_READ);
    byte[] bytes = end.bytes();
    if (bytes.length < TAIL
        || !Arrays.equals(
            bytes, bytes.length - MAGIC.length, bytes.length, MAGIC, 0, MAGIC.length)) {
      return new Footer.Malformed("the file does not end as a Parquet file does");
    }
    int length =
        ByteBuffer.wrap(bytes, bytes.length - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN).getInt();
    long size = end.summary().size();
    if (length <= 0 || length > size - TAIL - MAGIC.length) {
      return new Footer.Malformed(
          "the footer's length is given as %d in a file of %d bytes".formatted(length, size));
    }
    if (length > LONGEST_FOOTER) {
      return new Footer.Malformed(
          "the footer has %d bytes, which are more than the %d that are read"
              .formatted(length, LONGEST_FOOTER));
    }
    return length + TAIL <= bytes.length
        ? parsed(file.key(), size, bytes)
        : parsed(file.key(), size, store.getSuffix(file.key(), length + TAIL).bytes());
  }

  private static Footer parsed(ObjectKey key, long size, byte[] end) {
    try (ParquetFileReader reader =
        ParquetFiles.open(new MemoryInputFile(end, size - end.length))) {
      return new Footer.Sound(
          FooterStatistics.of(
              reader.getFileMetaData().getSchema(), reader.getFooter().getBlocks()));
    } catch (IOException | RuntimeException e) {
      // Malformed bytes make the library fail in ways that it does not tell of.
      LOG.debug("the footer of {} cannot be read", key, e);
      return new Footer.Malformed("the footer is malformed");
    }
  }
}
