package dev.tarn.local.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.local.terminal.UserFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBatchesTest {
  @Test
  void linesFillBatchesUpToTheLimit() throws IOException {
    assertThat(bodies("{\"a\":1}\n{\"a\":2}\n{\"a\":3}\n", 16))
        .containsExactly("{\"a\":1}\n{\"a\":2}\n", "{\"a\":3}\n");
  }

  @Test
  void aLastLineWithoutItsEndIsARecordToo() throws IOException {
    assertThat(bodies("1\n2", 100)).containsExactly("1\n2\n");
  }

  @Test
  void carriageReturnsAndBlankLinesAreNoRecords() throws IOException {
    assertThat(bodies("1\r\n\r\n  \n2\r\n", 100)).containsExactly("1\n2\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", " ", "[]", " [ ] \n"})
  void aFileWithoutRecordsHasNoBatches(String file) throws IOException {
    assertThat(batches(file.getBytes(UTF_8), 100)).isEmpty();
  }

  @Test
  void recordsAreNamedByTheirLineInTheFile() throws IOException {
    List<RecordBatch> batches = batches("1\n\n2\n3\n\n4\n".getBytes(UTF_8), 4);
    assertThat(batches).hasSize(2);
    assertThat(batches.get(0).place(1)).isEqualTo("line 3");
    assertThat(batches.get(1).place(0)).isEqualTo("line 4");
    assertThat(batches.get(1).place(1)).isEqualTo("line 6");
  }

  @Test
  void elementsOfAnArrayAreRecords() throws IOException {
    String file =
        """
        [ {"a": "x,]}\\"[{",
           "b": [1, {}]}, [2],
          "s", -1.5e3 ,null]
        """;
    List<RecordBatch> batches = batches(file.getBytes(UTF_8), 100);
    assertThat(text(batches.getFirst()).lines())
        .containsExactly(
            "{\"a\": \"x,]}\\\"[{\",    \"b\": [1, {}]}", "[2]", "\"s\"", "-1.5e3", "null");
    assertThat(batches.getFirst().place(3)).isEqualTo("record 4");
  }

  @Test
  void aLineBreakWithinAStringIsLeftForTheServerToRefuse() throws IOException {
    assertThat(text(batches("[\"a\nb\"]".getBytes(UTF_8), 100).getFirst())).isEqualTo("\"a\nb\"\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "[1", "[1,", "[1,]", "[1 2]", "[,1]", "[1]]", "[1] 2", "[{\"a\": 1", "[\"a"})
  void anArrayThatCannotBeCutIsRefused(String file) {
    assertThatThrownBy(() -> batches(file.getBytes(UTF_8), 100)).isInstanceOf(UserFailure.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1\n\"xxxxxxxxxxxxxxxxxxxxxxx\"\n", "[1, \"xxxxxxxxxxxxxxxxxxxxxxxxx\"]"})
  void aRecordThatNoBatchCanCarryIsNamed(String file) {
    assertThatThrownBy(() -> batches(file.getBytes(UTF_8), 16))
        .isInstanceOf(UserFailure.class)
        .hasMessageContaining("2 is over 15 bytes");
  }

  @Test
  void gzipIsToldByItsContentAndHasTheSameKeys() throws IOException {
    byte[] plain = "{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8);
    assertThat(keys(gzipped(plain), 8)).isEqualTo(keys(plain, 8));
  }

  @Test
  void gzipThatIsCutOffIsNotTakenForAWholeFile() throws IOException {
    byte[] whole = gzipped("{\"a\":1}\n".repeat(1000).getBytes(UTF_8));
    byte[] part = Arrays.copyOf(whole, whole.length - 10);
    assertThatThrownBy(() -> batches(part, 100)).isInstanceOf(EOFException.class);
  }

  @Test
  void theSameFileHasTheSameKeysAndEveryBatchItsOwn() throws IOException {
    byte[] file = "1\n1\n1\n1\n".getBytes(UTF_8);
    List<String> keys = keys(file, 2);
    assertThat(keys).hasSize(4).doesNotHaveDuplicates().isEqualTo(keys(file, 2));
    assertThat(keys).allMatch(key -> key.matches("run-[0-9a-f]{32}"));
  }

  @Test
  void aFileMendedInTheMiddleKeepsTheKeysBefore() throws IOException {
    List<String> broken = keys("1\n2\nx\n4\n".getBytes(UTF_8), 2);
    List<String> mended = keys("1\n2\n3\n4\n".getBytes(UTF_8), 2);
    assertThat(mended.subList(0, 2)).isEqualTo(broken.subList(0, 2));
    assertThat(mended.subList(2, 4)).doesNotContainAnyElementsOf(broken);
  }

  private static List<String> bodies(String file, int limit) throws IOException {
    return batches(file.getBytes(UTF_8), limit).stream().map(RecordBatchesTest::text).toList();
  }

  private static List<String> keys(byte[] file, int limit) throws IOException {
    return batches(file, limit).stream().map(RecordBatch::key).toList();
  }

  private static String text(RecordBatch batch) {
    return new String(batch.body(), UTF_8);
  }

  private static List<RecordBatch> batches(byte[] file, int limit) throws IOException {
    List<RecordBatch> batches = new ArrayList<>();
    try (RecordBatches source = RecordBatches.of(new ByteArrayInputStream(file), limit, "run-")) {
      Optional<RecordBatch> batch = source.next();
      while (batch.isPresent()) {
        batches.add(batch.get());
        batch = source.next();
      }
    }
    return batches;
  }

  private static byte[] gzipped(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(plain);
    }
    return bytes.toByteArray();
  }
}
