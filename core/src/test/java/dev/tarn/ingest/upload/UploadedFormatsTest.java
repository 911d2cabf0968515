package dev.tarn.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.UploadCoding;
import dev.tarn.ingest.UploadFormat;
import dev.tarn.job.JobAnswer;
import dev.tarn.job.JobState;
import dev.tarn.parquet.input.ForeignFiles;
import dev.tarn.record.OtherFormats;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.FaultyStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.file.CodecFactory;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The same records through uploads in every format and coding, and through `POST …/records`.
class UploadedFormatsTest {
  private static final List<String> RECORDS = UploadLake.records(700);

  private static List<String> posted = List.of();

  @BeforeAll
  static void postThem() {
    UploadLake lake = new UploadLake();
    var _ =
        lake.function(1)
            .ingestion
            .ingest(
                new IngestRequest(
                    Principal.withoutToken(),
                    UploadLake.READINGS,
                    RecordFormat.NDJSON,
                    new IngestRequest.Content(
                        String.join("\n", RECORDS).getBytes(StandardCharsets.UTF_8)),
                    Optional.empty()));
    posted = lake.rows();
  }

  static Stream<Arguments> formatsAndCodings() {
    return Arrays.stream(UploadFormat.values())
        .flatMap(format ->
            Arrays.stream(UploadCoding.values())
                .filter(coding -> format != UploadFormat.PARQUET || coding == UploadCoding.IDENTITY)
                .map(coding -> Arguments.of(format, coding)));
  }

  @ParameterizedTest
  @MethodSource("formatsAndCodings")
  void theTableIsThatOfPostedRecordsWhereverRunsEnd(UploadFormat format, UploadCoding coding)
      throws IOException {
    Random random = new Random(Objects.hash(format.name(), coding.name()));
    for (IngestRequest.OnInvalid onInvalid : IngestRequest.OnInvalid.values()) {
      UploadLake lake = new UploadLake();
      Uploads.Asked asked = new Uploads.Asked(format, coding, Optional.empty(), onInvalid);
      BatchId id = lake.function(1).open(Principal.withoutToken(), asked);
      lake.put(id, coded(coding, file(lake, format)));
      // The first function begins slices of this size; others go on with it.
      int sliceBytes = 2_000 + random.nextInt(10_000);
      int runs = 0;
      while (!lake.job(id).state().isFinal()) {
        int checkpoints = 1 + random.nextInt(4);
        cutOff(lake, id, runs == 0 ? sliceBytes : 500 + random.nextInt(5_000), checkpoints);
        assertThat(++runs).isLessThan(300);
      }
      assertThat(lake.job(id).state()).isInstanceOf(JobState.Succeeded.class);
      assertThat(lake.rows()).isEqualTo(posted);
      assertThat(lake.receipt(id).accepted()).isEqualTo(RECORDS.size());
      assertThat(lake.receipt(id).files()).isEqualTo(lake.files());
    }
  }

  /// A run whose time is over after some checkpoints.
  private static void cutOff(UploadLake lake, BatchId id, int sliceBytes, int checkpoints) {
    int[] left = {checkpoints};
    UploadLake.Function function =
        lake
        .new Function(
            new FaultyStore(
                lake.store,
                call -> {
                  if (call.answered() && call.operation().equals("putIfMatch") && --left[0] == 0) {
                    lake.clock.pass(Duration.ofSeconds(281));
                  }
                }),
            sliceBytes);
    JobAnswer answer = function.run(id);
    if (answer instanceof JobAnswer.Again(Duration delay)) {
      lake.clock.pass(delay);
    }
  }

  private static byte[] file(UploadLake lake, UploadFormat format) {
    DatasetDefinition definition =
        new DeltaTables(lake.store, lake.clock, DeltaSettings.DEFAULT)
            .open(UploadLake.READINGS)
            .orElseThrow()
            .snapshot(new SnapshotTime.Latest())
            .definition();
    return switch (format) {
      case NDJSON -> String.join("\n", RECORDS).getBytes(StandardCharsets.UTF_8);
      case CSV -> OtherFormats.csv(definition.schema(), RECORDS, LineDelimiter.CRLF);
      case AVRO ->
          OtherFormats.avro(definition.schema(), RECORDS, CodecFactory.deflateCodec(6), 2_000);
      case PARQUET ->
          ForeignFiles.avro(
              definition.schema(),
              OtherFormats.avroRecords(definition.schema(), RECORDS),
              new ForeignFiles.Layout(
                  CompressionCodecName.SNAPPY, WriterVersion.PARQUET_1_0, 150, 60),
              false);
    };
  }

  private static byte[] coded(UploadCoding coding, byte[] file) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] head = Arrays.copyOf(file, file.length / 3);
    byte[] tail = Arrays.copyOfRange(file, file.length / 3, file.length);
    switch (coding) {
      case IDENTITY -> out.write(file);
      case GZIP -> {
        for (byte[] member : List.of(head, tail)) {
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(member);
          }
        }
      }
      case ZSTD -> {
        out.write(Zstd.compress(head));
        out.write(Zstd.compress(tail));
      }
      case DEFLATE -> {
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(out)) {
          deflate.write(file);
        }
      }
    }
    return out.toByteArray();
  }
}
