package dev.tarn.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is undone as it is read, compared with what is undone at once.
class CompressionStreamsTest {
  private static byte[] text(int length) {
    Random random = new Random(length);
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) ('a' + random.nextInt(i % 100 < 50 ? 2 : 26));
    }
    return text;
  }

  private static byte[] compressed(Compression compression, byte[] text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (compression) {
      case GZIP -> write(new GZIPOutputStream(out), text);
      case ZLIB -> write(new DeflaterOutputStream(out), text);
      case DEFLATE -> write(new DeflaterOutputStream(out, new Deflater(9, true)), text);
      case ZSTD -> out.write(Zstd.compress(text));
      case SNAPPY, LZ4 -> throw new IllegalArgumentException("no stream");
    }
    return out.toByteArray();
  }

  private static void write(OutputStream out, byte[] text) throws IOException {
    try (out) {
      out.write(text);
    }
  }

  private static byte[] undone(Compression compression, byte[] bytes) throws IOException {
    try (InputStream in = compression.undo(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SNAPPY", "LZ4"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatWasCompressedComesBack(Compression compression) throws IOException {
    for (int length : new int[] {0, 1, 100, 64 * 1024, 1_000_003}) {
      byte[] text = text(length);
      assertThat(undone(compression, compressed(compression, text))).isEqualTo(text);
    }
    byte[] text = text(5_000);
    try (InputStream in =
        compression.undo(new ByteArrayInputStream(compressed(compression, text)))) {
      for (byte each : text) {
        assertThat((byte) in.read()).isEqualTo(each);
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void severalFramesAreOneText(Compression compression) throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(compressed(compression, text(100_000)));
    both.write(compressed(compression, new byte[0]));
    both.write(compressed(compression, text(77)));
    byte[] undone = undone(compression, both.toByteArray());
    assertThat(Arrays.copyOf(undone, 100_000)).isEqualTo(text(100_000));
    assertThat(Arrays.copyOfRange(undone, 100_000, undone.length)).isEqualTo(text(77));
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SNAPPY", "LZ4"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatIsCutOffAnywhereOrFollowedBySomethingIsDamaged(Compression compression)
      throws IOException {
    byte[] whole = compressed(compression, text(700));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatExceptionOfType(DamagedStreamException.class)
          .as("%d of %d bytes", length, whole.length)
          .isThrownBy(() -> undone(compression, cut))
          .satisfies(e -> assertThat(e.detail()).containsPattern("byte \\d+"));
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 3);
    assertThatExceptionOfType(DamagedStreamException.class)
        .isThrownBy(() -> undone(compression, longer));
  }

  /// As the pieces that a body comes in decide too: both say the same of the same bytes.
  @ParameterizedTest
  @EnumSource(
      names = {"SNAPPY", "LZ4"},
      mode = EnumSource.Mode.EXCLUDE)
  void damageIsFoundWhereItIsFoundAtOnce(Compression compression) throws IOException {
    Random random = new Random(3);
    byte[] text = text(2_000);
    byte[] whole = compressed(compression, text);
    for (int i = 0; i < 2_000; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] atOnce = atOnce(compression, damaged);
      byte[] asRead;
      try {
        asRead = undone(compression, damaged);
      } catch (DamagedStreamException e) {
        asRead = new byte[0];
      }
      assertThat(asRead).isEqualTo(atOnce);
    }
  }

  private static byte[] atOnce(Compression compression, byte[] bytes) {
    try {
      return compression.undo(bytes, 0, bytes.length, 1 << 24);
    } catch (DamagedDataException | ExpansionException e) {
      return new byte[0];
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"SNAPPY", "LZ4"},
      mode = EnumSource.Mode.EXCLUDE)
  void whatReadingThrowsIsNoDamage(Compression compression) throws IOException {
    byte[] whole = compressed(compression, text(1_000_000));
    InputStream failing =
        new FilterInputStream(new ByteArrayInputStream(whole)) {
          private int read;

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            read += length;
            if (read > 200_000) {
              throw new IOException("the line is dead");
            }
            return super.read(target, offset, length);
          }
        };
    try (InputStream in = compression.undo(failing)) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(in::readAllBytes)
          .withMessage("the line is dead")
          .isNotInstanceOf(DamagedStreamException.class);
    }
  }

  @Test
  void aHeaderOfGzipMayHaveAllThereIs() throws IOException {
    byte[] plain = compressed(Compression.GZIP, text(10));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 0, 0, 0, 0, 0, 3});
    out.write(new byte[] {3, 0, 1, 2, 3, 'n', 0, 'c', 0, 9, 9});
    out.write(plain, 10, plain.length - 10);
    assertThat(undone(Compression.GZIP, out.toByteArray())).isEqualTo(text(10));
  }

  @Test
  void snappyHasNoStream() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Compression.SNAPPY.undo(new ByteArrayInputStream(new byte[0])));
  }
}
