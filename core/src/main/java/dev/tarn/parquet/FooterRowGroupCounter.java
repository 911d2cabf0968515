package dev.tarn.parquet;

import dev.tarn.query.RowGroupCounter;
import dev.tarn.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.parquet.format.Util;

/// Counts row groups in a Parquet file's footer: thrift, its length in four little-endian bytes,
/// and `PAR1`, as the Parquet format lays it out ("File Format").
public final class FooterRowGroupCounter implements RowGroupCounter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int TAIL = 8;

  @Override
  public int count(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = read(in, in.length() - TAIL, TAIL, file);
      if (!Arrays.equals(tail, 4, TAIL, MAGIC, 0, MAGIC.length)) {
        throw malformed(file);
      }
      int length = Integer.reverseBytes(ByteBuffer.wrap(tail).getInt());
      byte[] footer = read(in, in.length() - TAIL - length, length, file);
      return Util.readFileMetaData(new ByteArrayInputStream(footer)).getRow_groupsSize();
    } catch (IOException e) {
      throw new StoreException("cannot read the footer of " + file.getFileName(), e);
    }
  }

  private static byte[] read(RandomAccessFile in, long at, int length, Path file)
      throws IOException {
    if (at < 0 || length < 0) {
      throw malformed(file);
    }
    byte[] bytes = new byte[length];
    in.seek(at);
    in.readFully(bytes);
    return bytes;
  }

  private static StoreException malformed(Path file) {
    return new StoreException(file.getFileName() + " is not a Parquet file");
  }
}
