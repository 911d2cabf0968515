package dev.tarn.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.record.Datasets;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Type;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CountedRowsTest {
  private static final CountedRows.Column TEXT =
      new CountedRows.Column("text", Type.BYTE_ARRAY, Optional.of(ConvertedType.UTF8));
  private static final CountedRows.Column TIME =
      new CountedRows.Column("time", Type.INT64, Optional.of(ConvertedType.TIMESTAMP_MICROS));

  @ParameterizedTest
  @CsvSource({
    "1,0,1",
    "1,1,0",
    "7,3,7",
    "999,500,0",
    "1000,0,1000",
    "1001,1000,1",
    "3500,1700,3500"
  })
  void hasAsManyRowsAndValuesAsItIsToHave(int rows, int noText, int noTime) throws IOException {
    CountedRows counted = new CountedRows(rows, Map.of(TEXT, (long) noText, TIME, (long) noTime));

    List<GenericRecord> records = ParquetBack.records(counted.file(1_000));

    assertThat(records).hasSize(rows);
    assertThat(records).filteredOn(record -> record.get("text") == null).hasSize(noText);
    assertThat(records).filteredOn(record -> record.get("time") == null).hasSize(noTime);
  }

  @Test
  void takesAFewBytesForAnyNumber() throws IOException {
    byte[] file = new CountedRows(1_000_000_000, Map.of(TEXT, 999_999_999L)).file();

    assertThat(file).hasSizeLessThan(100_000);
    try (ParquetFileReader reader = ParquetBack.open(file)) {
      assertThat(reader.getRecordCount()).isEqualTo(1_000_000_000);
    }
  }

  @Test
  void addsUp() throws IOException {
    CountedRows sum =
        new CountedRows(3, Map.of(TEXT, 1L)).plus(new CountedRows(4, Map.of(TEXT, 2L)));

    List<GenericRecord> records = ParquetBack.records(sum.file());

    assertThat(records).hasSize(7).filteredOn(record -> record.get("text") == null).hasSize(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sum.plus(new CountedRows(1, Map.of(TIME, 0L))));
  }

  @Test
  void hasNoRowsOrColumnsWhereThereAreNone() throws IOException {
    assertThat(ParquetBack.records(new CountedRows(0, Map.of(TEXT, 0L)).file())).isEmpty();
    try (ParquetFileReader reader = ParquetBack.open(new CountedRows(5, Map.of()).file())) {
      assertThat(reader.getRecordCount()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "'long',INT64",
        "'int',INT32",
        "'float',FLOAT",
        "'double',DOUBLE",
        "`['null', 'string']`,BYTE_ARRAY",
        "`['string', 'null']`,BYTE_ARRAY",
        "'boolean',INT32",
        "`{'type': 'long', 'logicalType': 'timestamp-millis'}`,INT64",
        "`['null', {'type': 'long', 'logicalType': 'timestamp-micros'}]`,INT64",
      })
  void standsInForNumbersTextAndTimes(String type, Type stored) throws IOException {
    CountedRows.Column column = column(type).orElseThrow();

    assertThat(column.type()).isEqualTo(stored);
    assertThat(ParquetBack.records(new CountedRows(5, Map.of(column, 3L)).file()))
        .hasSize(5)
        .filteredOn(record -> record.get("f") == null)
        .hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "'bytes'",
        "`{'type': 'array', 'items': 'long'}`",
        "`{'type': 'int', 'logicalType': 'date'}`",
        "`{'type': 'string', 'logicalType': 'uuid'}`",
        "`{'type': 'bytes', 'logicalType': 'decimal', 'precision': 4}`",
      })
  void standsInForNothingElse(String type) {
    assertThat(column(type)).isEmpty();
  }

  private static Optional<CountedRows.Column> column(String type) {
    DatasetDefinition definition = Datasets.withFields("{'name': 'f', 'type': " + type + "}");
    return CountedRows.Column.of(definition.schema().getField("f"));
  }
}
