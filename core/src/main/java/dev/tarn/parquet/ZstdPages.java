package dev.tarn.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Decompresses pages of zstd, which all of Tarn's are, without Hadoop.
public final class ZstdPages
    implements CompressionCodecFactory, CompressionCodecFactory.BytesInputDecompressor {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("a reader writes no pages");
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    if (codec != CompressionCodecName.ZSTD) {
      throw new IllegalArgumentException("pages are compressed with zstd, not with " + codec);
    }
    return this;
  }

  @Override
  public BytesInput decompress(BytesInput page, int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    page.writeAllTo(bytes);
    return BytesInput.from(Zstd.decompress(bytes.toByteArray(), size));
  }

  @Override
  public void decompress(ByteBuffer page, int length, ByteBuffer into, int size) {
    byte[] bytes = new byte[length];
    page.get(bytes);
    into.put(Zstd.decompress(bytes, size));
  }

  @Override
  public void release() {}
}
