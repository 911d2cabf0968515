package dev.tarn.parquet;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.record.EncodedFile;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordEncoder;
import dev.tarn.table.FileStatistics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/// Writes Parquet as parquet-avro does, so that its reader gives the records back: the Parquet
/// schema is what it makes of the Avro schema, with lists in three levels, and the footer carries
/// the Avro schema. Pages are compressed with zstd; each row group has statistics and a page index;
/// strings that the dataset is clustered by have bloom filters, sized for the distinct values there
/// are. Columns of floating-point numbers and 64-bit integers, timestamps among them, are written
/// without a dictionary, which would seldom pay. Nothing of Hadoop is loaded.
public final class ParquetEncoder implements RecordEncoder {
  private static final String AVRO_SCHEMA = "parquet.avro.schema";
  private static final int ROWS_BETWEEN_CHECKS =
      ParquetProperties.DEFAULT_MINIMUM_RECORD_COUNT_FOR_CHECK;
  private static final long MOST_BLOOM_VALUES = 1_000_000;

  private final MessageType schema;
  private final Map<String, String> metadata;
  private final ParquetSettings settings;
  private final List<String> withoutDictionary = new ArrayList<>();
  private final List<String> withBloomFilter = new ArrayList<>();

  /// An encoder with the default settings.
  public ParquetEncoder(DatasetDefinition definition) {
    this(definition, ParquetSettings.DEFAULT);
  }

  /// An encoder for the records that `definition` describes.
  public ParquetEncoder(DatasetDefinition definition, ParquetSettings settings) {
    this.settings = settings;
    schema = new AvroSchemaConverter(configuration()).convert(definition.schema());
    metadata = Map.of(AVRO_SCHEMA, definition.schema().toString());
    for (ColumnDescriptor column : schema.getColumns()) {
      String path = String.join(".", column.getPath());
      if (seldomRepeats(column.getPrimitiveType())) {
        withoutDictionary.add(path);
      }
      if (definition.clusterBy().contains(path)
          && column.getPrimitiveType().getLogicalTypeAnnotation()
              instanceof StringLogicalTypeAnnotation) {
        withBloomFilter.add(path);
      }
    }
  }

  private static ParquetConfiguration configuration() {
    ParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
    return configuration;
  }

  private static boolean seldomRepeats(PrimitiveType type) {
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE, INT64 -> true;
      case INT32, BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> false;
    };
  }

  @Override
  public EncodedFile encode(RecordBatch batch, int[] records) {
    MemoryOutputFile file = new MemoryOutputFile();
    try {
      ParquetWriter<Integer> writer = writer(file, batch, records.length);
      try (writer) {
        for (int record : records) {
          writer.write(record);
        }
      }
      return new EncodedFile(file.content(), statistics(writer.getFooter().getBlocks()));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
  }

  private ParquetWriter<Integer> writer(MemoryOutputFile file, RecordBatch batch, int records)
      throws IOException {
    return open(
        new Builder(file, new RecordWriteSupport(schema, metadata, batch)),
        records,
        batch::distinctEstimate);
  }

  /// The writer of `builder`, to write `records` records as all of the dataset's files are written.
  /// `distinct` estimates how many values a column has.
  <T, B extends ParquetWriter.Builder<T, B>> ParquetWriter<T> open(
      B builder, long records, Function<String, OptionalLong> distinct) throws IOException {
    ZstdCodecFactory codecs = new ZstdCodecFactory(settings.zstdLevel());
    builder
        .withConf(configuration())
        .withCodecFactory(codecs)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withSizeStatisticsEnabled(false)
        .withPageRowCountLimit(settings.pageRows())
        .withMinRowCountForPageSizeCheck(Math.min(ROWS_BETWEEN_CHECKS, settings.pageRows()))
        .withRowGroupRowCountLimit(settings.rowGroupRows());
    for (String column : withoutDictionary) {
      builder.withDictionaryEncoding(column, false);
    }
    for (String column : withBloomFilter) {
      long most = Math.min(records, MOST_BLOOM_VALUES);
      long values = Math.clamp(distinct.apply(column).orElse(most), 1, most);
      builder.withBloomFilterEnabled(column, true).withBloomFilterNDV(column, values);
    }
    try {
      return builder.build();
    } catch (IOException | RuntimeException e) {
      codecs.release();
      throw e;
    }
  }

  /// What a file of the dataset holds, by its row groups.
  FileStatistics statistics(List<BlockMetaData> rowGroups) {
    return FooterStatistics.of(schema, rowGroups);
  }

  private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {
    private final RecordWriteSupport support;

    Builder(OutputFile file, RecordWriteSupport support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration configuration) {
      return support;
    }

    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<Integer> getWriteSupport(
        org.apache.hadoop.conf.Configuration configuration) {
      return support;
    }
  }
}
