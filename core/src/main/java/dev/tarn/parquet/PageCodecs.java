package dev.tarn.parquet;

import dev.tarn.export.ExportCompression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/// Compresses pages without Hadoop. It serves one writer, which releases it.
final class PageCodecs implements CompressionCodecFactory {
  private final BytesInputCompressor compressor;

  PageCodecs(ExportCompression compression) {
    compressor =
        switch (compression) {
          case NONE -> new Uncompressed();
          case GZIP -> new Gzip();
          case ZSTD ->
              new ZstdCodecFactory(ParquetSettings.DEFAULT.zstdLevel())
                  .getCompressor(CompressionCodecName.ZSTD);
        };
  }

  /// What the file says of its pages.
  CompressionCodecName name() {
    return compressor.getCodecName();
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    if (codec != name()) {
      throw new IllegalArgumentException("pages are compressed with " + name() + ", not " + codec);
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

  private static final class Uncompressed implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput page) {
      return page;
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.UNCOMPRESSED;
    }

    @Override
    public void release() {}
  }

  private static final class Gzip implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput page) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        page.writeAllTo(gzip);
      }
      return BytesInput.from(bytes.toByteArray());
    }

    @Override
    public CompressionCodecName getCodecName() {
      return CompressionCodecName.GZIP;
    }

    @Override
    public void release() {}
  }
}
