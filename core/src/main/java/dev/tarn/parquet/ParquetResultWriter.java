package dev.tarn.parquet;

import dev.tarn.export.ExportCompression;
import dev.tarn.query.BoundedOutputStream;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryStatistics;
import dev.tarn.query.ResultColumn;
import dev.tarn.query.ResultType;
import dev.tarn.query.ResultWriter;
import dev.tarn.query.RowCursor;
import dev.tarn.query.RowLimit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;

/// A result as a Parquet file, compressed with zstd, in row groups of some 16 MiB.
public final class ParquetResultWriter implements ResultWriter {
  private static final long ROW_GROUP_BYTES = 16L << 20;
  private static final int PAGE_BYTES = 1 << 20;

  @Override
  public String mediaType() {
    return "application/vnd.apache.parquet";
  }

  @Override
  public boolean carriesStatistics() {
    return false;
  }

  @Override
  public QueryStatistics write(
      RowCursor rows,
      QueryLimits limits,
      LongFunction<QueryStatistics> statistics,
      OutputStream out) {
    RowLimit counter = new RowLimit(limits.resultRows());
    try (ParquetWriter<RowCursor> writer =
        open(rows.columns(), new BoundedOutputStream(out, limits.resultBytes()))) {
      while (rows.next()) {
        counter.count();
        writer.write(rows);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return statistics.apply(counter.rows());
  }

  private static ParquetWriter<RowCursor> open(List<ResultColumn> columns, OutputStream out)
      throws IOException {
    List<ResultType> types =
        columns.stream().map(column -> ResultType.parse(column.type())).toList();
    PageCodecs codecs = new PageCodecs(ExportCompression.ZSTD);
    try {
      return new Builder(
              new StreamOutputFile(out),
              new ResultWriteSupport(
                  ResultTypes.message(ResultColumn.distinctNames(columns), types), types))
          .withConf(new PlainParquetConfiguration())
          .withCodecFactory(codecs)
          .withCompressionCodec(codecs.name())
          .withSizeStatisticsEnabled(false)
          .withRowGroupSize(ROW_GROUP_BYTES)
          .withPageSize(PAGE_BYTES)
          .build();
    } catch (IOException | RuntimeException e) {
      codecs.release();
      throw e;
    }
  }

  private static final class Builder extends ParquetWriter.Builder<RowCursor, Builder> {
    private final WriteSupport<RowCursor> support;

    Builder(OutputFile file, WriteSupport<RowCursor> support) {
      super(file);
      this.support = support;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<RowCursor> getWriteSupport(ParquetConfiguration configuration) {
      return support;
    }

    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<RowCursor> getWriteSupport(
        org.apache.hadoop.conf.Configuration configuration) {
      return support;
    }
  }
}
