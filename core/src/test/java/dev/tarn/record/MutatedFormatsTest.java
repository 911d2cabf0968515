package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tarn.compression.Compression;
import dev.tarn.compression.DamagedDataException;
import dev.tarn.compression.ExpansionException;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that were right until some of their bytes were changed, cut off or doubled are refused as
/// problems, or their bad records rejected. `-Dtarn.fuzz.seconds=N` goes on with other seeds for as
/// long.
final class MutatedFormatsTest {
  private static final int SEEDS = 12;
  private static final int MUTATIONS = 250;
  private static final DecodeLimits LIMITS = new DecodeLimits(1_000, 20, 500, 100, 10);
  private static final int MOST = 1 << 20;

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Timeout(60)
  void mutatedFilesAreRefusedOrTheirRecordsRejected(int seed) {
    mutate(seed);
  }

  @Test
  void moreSeedsWhereAskedFor() {
    Instant end = Instant.now().plus(Duration.ofSeconds(Long.getLong("tarn.fuzz.seconds", 0)));
    for (int seed = SEEDS; Instant.now().isBefore(end); seed++) {
      mutate(seed);
    }
  }

  private static void mutate(int seed) {
    Random random = new Random(seed);
    RandomRecords records = new RandomRecords(seed);
    Schema schema = records.schema(8);
    RecordDecoder decoder = RecordDecoder.compile(Datasets.of(schema), LIMITS);
    List<String> posted = IntStream.range(0, 8).mapToObj(i -> records.record(schema)).toList();
    byte[] csv = OtherFormats.csv(schema, posted, LineDelimiter.CRLF);
    List<CodecFactory> codecs =
        List.of(
            CodecFactory.nullCodec(),
            CodecFactory.deflateCodec(1),
            CodecFactory.zstandardCodec(1),
            CodecFactory.snappyCodec());
    List<byte[]> avro =
        codecs.stream().map(codec -> OtherFormats.avro(schema, posted, codec, 300)).toList();
    for (int i = 0; i < MUTATIONS; i++) {
      decode(decoder, RecordFormat.CSV, mutated(csv, random));
      decode(decoder, RecordFormat.AVRO, mutated(avro.get(i % avro.size()), random));
    }
  }

  private static void decode(RecordDecoder decoder, RecordFormat format, byte[] body) {
    RecordBatch batch;
    try {
      batch = decoder.decode(format, body);
    } catch (ProblemException e) {
      assertThat(e.problem())
          .isInstanceOfAny(
              Problem.MalformedBody.class,
              Problem.PayloadTooLarge.class,
              Problem.UnsupportedMediaType.class);
      assertThat(e.problem().detail()).isNotBlank();
      return;
    }
    assertThat(batch.size() + batch.rejected()).isPositive();
    assertThat(batch.rejected() > 0).isEqualTo(!batch.reasons().isEmpty());
    assertThat(RecordTree.all(batch)).hasSize(batch.size());
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(mutated.length);
      switch (random.nextInt(5)) {
        case 0 -> mutated[at] = (byte) random.nextInt();
        case 1 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutated = Arrays.copyOf(mutated, Math.max(1, at));
        case 3 -> {
          int length = Math.min(mutated.length - at, 1 + random.nextInt(20));
          byte[] doubled = new byte[mutated.length + length];
          System.arraycopy(mutated, 0, doubled, 0, at + length);
          System.arraycopy(mutated, at, doubled, at + length, mutated.length - at);
          mutated = doubled;
        }
        default -> mutated[at] = (byte) (random.nextBoolean() ? 0xff : 0x80);
      }
    }
    return mutated;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @Timeout(60)
  void mutatedCompressionsAreDamagedOrBounded(int seed) throws IOException {
    Random random = new Random(seed);
    byte[] plain = new byte[1_000 + random.nextInt(100_000)];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 'a');
    }
    for (Compression compression : Compression.values()) {
      byte[] compressed = compress(compression, plain);
      assertThat(undone(compression, compressed, plain.length)).isEqualTo(plain);
      assertThat(undone(compression, compressed, plain.length - 1)).isEmpty();
      assertThat(undone(compression, Arrays.copyOf(compressed, compressed.length - 1), MOST))
          .isEmpty();
      assertThat(undone(compression, Arrays.copyOf(compressed, compressed.length + 1), MOST))
          .isEmpty();
      for (int i = 0; i < 40; i++) {
        assertThat(undone(compression, mutated(compressed, random), MOST))
            .hasSizeLessThanOrEqualTo(MOST);
      }
    }
  }

  /// What was compressed, or nothing where it is damaged or too large.
  private static byte[] undone(Compression compression, byte[] bytes, int most) {
    try {
      return compression.undo(bytes, 0, bytes.length, most);
    } catch (DamagedDataException e) {
      assertThat(e.detail()).isNotBlank();
      return new byte[0];
    } catch (ExpansionException e) {
      return new byte[0];
    }
  }

  private static byte[] compress(Compression compression, byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream compressor =
        switch (compression) {
          case GZIP -> new java.util.zip.GZIPOutputStream(out);
          case ZLIB -> new java.util.zip.DeflaterOutputStream(out);
          case DEFLATE ->
              new java.util.zip.DeflaterOutputStream(out, new java.util.zip.Deflater(6, true));
          case ZSTD -> new com.github.luben.zstd.ZstdOutputStream(out);
          case SNAPPY, LZ4 -> out;
        }) {
      compressor.write(
          switch (compression) {
            case SNAPPY -> org.xerial.snappy.Snappy.compress(plain);
            case LZ4 -> lz4(plain);
            case GZIP, ZLIB, DEFLATE, ZSTD -> plain;
          });
    }
    return out.toByteArray();
  }

  /// A block in which runs of one byte are copies, by hand: what other compressors make of LZ4 is
  /// in Parquet files that DuckDB writes.
  private static byte[] lz4(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int literals = 0;
    for (int i = 1; i < plain.length - 12; i++) {
      int end = i;
      while (end < plain.length - 12 && plain[end] == plain[i - 1]) {
        end++;
      }
      if (end - i >= 4) {
        lz4Literals(out, plain, literals, i, Math.min(15, end - i - 4));
        out.write(1);
        out.write(0);
        lz4Rest(out, end - i - 4);
        literals = end;
        i = end;
      }
    }
    lz4Literals(out, plain, literals, plain.length, 0);
    return out.toByteArray();
  }

  private static void lz4Literals(
      ByteArrayOutputStream out, byte[] plain, int from, int to, int copy) {
    out.write(Math.min(15, to - from) << 4 | copy);
    lz4Rest(out, to - from);
    out.write(plain, from, to - from);
  }

  private static void lz4Rest(ByteArrayOutputStream out, int length) {
    if (length >= 15) {
      for (int left = length - 15; left >= 0; left -= 255) {
        out.write(Math.min(255, left));
      }
    }
  }
}
