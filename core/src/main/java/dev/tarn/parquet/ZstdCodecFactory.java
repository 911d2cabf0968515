package dev.tarn.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Compresses pages with zstd, without Hadoop. It serves one writer, which releases it when it is
/// closed; that frees zstd's native memory. It only compresses.
public final class ZstdCodecFactory implements CompressionCodecFactory {
  private final Compressor compressor;

  /// Compresses at `level`, 1 (quick) to 22 (small).
  public ZstdCodecFactory(int level) {
    compressor = new Compressor(level);
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("pages are compressed with zstd, not with " + codec);
    }
    return compressor;
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("a writer reads no pages");
  }

  @Override
  public void release() {
    compressor.release();
  }

  /// One context and one buffer for all pages: the writer copies each page before it asks for the
  /// next.
  private static final class Compressor implements BytesInputCompressor {
    private final ZstdCompressCtx context = new ZstdCompressCtx();
    private final PageBytes uncompressed = new PageBytes();
    private byte[] compressed = new byte[1 << 16];

    Compressor(int level) {
      context.setLevel(level);
    }

    @Override
    public BytesInput compress(BytesInput page) throws IOException {
      uncompressed.reset();
      page.writeAllTo(uncompressed);
      int size = uncompressed.size();
      int bound = Math.toIntExact(Zstd.compressBound(size));
      if (compressed.length < bound) {
        compressed = new byte[bound];
      }
      int length =
          context.compressByteArray(
              compressed, 0, compressed.length, uncompressed.bytes(), 0, size);
      return BytesInput.from(compressed, 0, length);
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.ZSTD;
    }

    @Override
    public void release() {
      context.close();
    }
  }

  /// A page's bytes, in an array that the next page's take over.
  private static final class PageBytes extends ByteArrayOutputStream {
    byte[] bytes() {
      return buf;
    }
  }
}
