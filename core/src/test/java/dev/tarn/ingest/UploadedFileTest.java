package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ManualClock;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PinnedObject;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.BatchId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class UploadedFileTest {
  private final ManualClock clock = new ManualClock(Instant.EPOCH);
  private final MemoryStore store = new MemoryStore(clock);

  private UploadedFile file(
      byte[] content, UploadCoding coding, Optional<Charset> charset, long mostBytes) {
    Upload upload =
        new Upload(
            new DatasetName("d"),
            new BatchId("u"),
            UploadFormat.CSV,
            coding,
            charset,
            IngestRequest.OnInvalid.REJECT,
            Principal.withoutToken());
    ObjectSummary summary = store.put(upload.file(), content);
    return new UploadedFile(
        new PinnedObject(store, upload.file(), summary.etag(), summary.size()),
        upload,
        mostBytes,
        new RunTime(clock, clock.instant().plusSeconds(60)));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] from(UploadedFile file, long offset) throws IOException {
    try (InputStream in = file.from(offset)) {
      return in.readAllBytes();
    }
  }

  @Test
  void itIsReadFromAnyByteOfItsTextWhateverHidesThat() throws IOException {
    byte[] latin = "größer\n".repeat(40_000).getBytes(StandardCharsets.ISO_8859_1);
    byte[] text = "größer\n".repeat(40_000).getBytes(StandardCharsets.UTF_8);
    UploadedFile last =
        file(gzip(latin), UploadCoding.GZIP, Optional.of(StandardCharsets.ISO_8859_1), 1 << 20);
    for (int offset : new int[] {0, 1, 3, 100_000, text.length - 1, text.length}) {
      assertThat(from(last, offset)).isEqualTo(Arrays.copyOfRange(text, offset, text.length));
    }
    UploadedFile plain = file(text, UploadCoding.IDENTITY, Optional.empty(), 1 << 20);
    assertThat(from(plain, 100_001)).isEqualTo(Arrays.copyOfRange(text, 100_001, text.length));
    assertThat(plain.length()).isEqualTo(text.length);
    assertThat(plain.range(10, 5)).isEqualTo(Arrays.copyOfRange(text, 10, 15));
    UploadedFile zipped = file(gzip(text), UploadCoding.GZIP, Optional.empty(), 1 << 20);
    assertThat(from(zipped, 100_001)).isEqualTo(Arrays.copyOfRange(text, 100_001, text.length));
  }

  @Test
  void aBombIsGivenUpAsSoonAsItIsTooLarge() throws IOException {
    UploadedFile bomb =
        file(gzip(new byte[5_000_000]), UploadCoding.GZIP, Optional.empty(), 100_000);
    try (InputStream in = bomb.from(0)) {
      assertThat(in.readNBytes(50_000)).hasSize(50_000);
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(in::readAllBytes)
          .satisfies(e ->
              assertThat(e.problem())
                  .isEqualTo(
                      new Problem.PayloadTooLarge(
                          "the file comes to more than 100000 bytes once its gzip is undone")));
    }
    assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> bomb.from(4_000_000));
  }

  @Test
  void readingEndsWithTheRun() throws IOException {
    UploadedFile file = file(new byte[1_000], UploadCoding.IDENTITY, Optional.empty(), 1_000);
    try (InputStream in = file.from(0)) {
      assertThat(in.read()).isZero();
      clock.pass(Duration.ofSeconds(66));
      assertThatExceptionOfType(RunTime.Over.class).isThrownBy(in::read);
    }
    assertThatExceptionOfType(RunTime.Over.class).isThrownBy(() -> file.range(0, 1));
  }

  @Test
  void whatIsNoTextOfItsEncodingIsToldByItsByte() {
    byte[] broken = {'a', 0, 0, (byte) 0xd8, 'b', 0};
    UploadedFile file =
        file(broken, UploadCoding.IDENTITY, Optional.of(StandardCharsets.UTF_16LE), 1_000);
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> from(file, 0))
        .satisfies(e ->
            assertThat(e.problem().detail())
                .isEqualTo("the file is not UTF-16LE at byte 2, its coding undone"));
  }
}
