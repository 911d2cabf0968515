package dev.tarn.parquet.input;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/// Compresses pages by the libraries that other writers use.
@SuppressWarnings("deprecation") // the library asks for this interface
final class TestCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return new BytesInputCompressor() {
      @Override
      public BytesInput compress(BytesInput page) throws IOException {
        byte[] bytes = page.toByteArray();
        return BytesInput.from(
            switch (codec) {
              case UNCOMPRESSED -> bytes;
              case SNAPPY -> Snappy.compress(bytes);
              case ZSTD -> Zstd.compress(bytes);
              case GZIP -> gzip(bytes);
              default -> throw new IllegalArgumentException(codec.name());
            });
      }

      @Override
      public CompressionCodecName getCodecName() {
        return codec;
      }

      @Override
      public void release() {}
    };
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    throw new UnsupportedOperationException("a writer reads no pages");
  }

  @Override
  public void release() {}
}
