package dev.tarn.local.batch;

import dev.tarn.digest.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// Cuts a file of records into batches: newline-delimited JSON or one JSON array, gzipped or not,
/// each told by how it begins.
///
/// A batch's key is a hash of the whole file up to the batch's end. So a file that is sent again
/// has the same keys and doubles nothing; and one that was mended after a batch was refused keeps
/// the keys of the batches before, which are committed, and has new ones from there on.
public final class RecordBatches implements Closeable {
  /// How many bytes a batch has at most: in base64 it still fits into a function's event.
  public static final int LIMIT = 4 * 1024 * 1024;

  private static final int GZIP_MAGIC = 0x1f8b;
  private static final int KEY_BYTES = 16;

  private final InputStream in;
  private final RecordSource source;
  private final int limit;
  private final String prefix;
  private final MessageDigest soFar = Sha256.begin();
  private Optional<SourceRecord> pending;

  private RecordBatches(InputStream in, RecordSource source, int limit, String prefix)
      throws IOException {
    this.in = in;
    this.source = source;
    this.limit = limit;
    this.prefix = prefix;
    this.pending = source.next();
  }

  /// The batches of the file that `file` holds, none over `limit` bytes, with keys that begin with
  /// `prefix`.
  public static RecordBatches of(InputStream file, int limit, String prefix) throws IOException {
    InputStream in = decompressed(new BufferedInputStream(file, 1 << 16));
    RecordSource source =
        startsWithBracket(in) ? new ArraySource(in, limit - 1) : new LineSource(in, limit - 1);
    return new RecordBatches(in, source, limit, prefix);
  }

  /// The next batch, or empty at the end of the file.
  public Optional<RecordBatch> next() throws IOException {
    if (pending.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    long[] places = new long[256];
    int records = 0;
    while (pending.isPresent() && body.size() + pending.get().json().length + 1 <= limit) {
      SourceRecord record = pending.get();
      body.write(record.json());
      body.write('\n');
      if (records == places.length) {
        places = Arrays.copyOf(places, 2 * records);
      }
      places[records++] = record.place();
      pending = source.next();
    }
    byte[] bytes = body.toByteArray();
    soFar.update(bytes);
    return Optional.of(
        new RecordBatch(bytes, source.placeName(), Arrays.copyOf(places, records), key()));
  }

  private String key() {
    try {
      byte[] hash = ((MessageDigest) soFar.clone()).digest();
      return prefix + HexFormat.of().formatHex(hash, 0, KEY_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
    }
  }

  private static InputStream decompressed(BufferedInputStream in) throws IOException {
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    return magic == GZIP_MAGIC
        ? new BufferedInputStream(new GZIPInputStream(in, 1 << 16), 1 << 16)
        : in;
  }

  private static boolean startsWithBracket(InputStream in) throws IOException {
    in.mark(1 << 12);
    int b;
    int read = 0;
    do {
      b = in.read();
      read++;
    } while ((b == ' ' || b == '\t' || b == '\n' || b == '\r') && read < 1 << 12);
    in.reset();
    return b == '[';
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
