package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.record.Datasets;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FooterRowGroupCounterTest {
  @TempDir Path directory;

  @Test
  void countsTheRowGroupsOfAnEncodedFile() throws IOException {
    DatasetDefinition definition = Datasets.withFields();
    byte[] record = "{\"time\": 0}".getBytes(StandardCharsets.UTF_8);
    byte[] content =
        new ParquetEncoder(definition)
            .encode(
                RecordDecoder.compile(definition, DecodeLimits.DEFAULT)
                    .decode(RecordFormat.NDJSON, record),
                new int[] {0})
            .content();

    assertThat(new FooterRowGroupCounter().count(write(content))).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "PAR1",
        "this is no Parquet file",
        "PAR1\uffff\uffff\uffff\u007fPAR1",
        "PAR1\u0004\u0000\u0000\u0000PAR1",
      })
  void saysThatAFileIsNotParquet(String content) throws IOException {
    Path file = write(content.getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> new FooterRowGroupCounter().count(file))
        .isInstanceOf(StoreException.class);
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(directory.resolve("file.parquet"), content);
  }
}
