package dev.tarn.benchmarks;

import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// JSON to Parquet: a body of 30,000 telemetry records becomes one file, with zstd at the same
/// level everywhere. An operation is one record.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 6, time = 3)
@Measurement(iterations = 8, time = 3)
@Fork(1)
@OperationsPerInvocation(EncodingBenchmark.RECORDS)
public class EncodingBenchmark {
  static final int RECORDS = 30_000;
  static final int ZSTD_LEVEL = 3;
  private static final long SEED = 20_260_301;

  private final byte[] body = Telemetry.lines(RECORDS, SEED);
  private final int[] all = IntStream.range(0, RECORDS).toArray();
  private final RecordDecoder decoder =
      RecordDecoder.compile(Telemetry.definition(), DecodeLimits.DEFAULT);
  private final ParquetEncoder encoder = new ParquetEncoder(Telemetry.definition());
  private final TreeEncoding tree = new TreeEncoding(Telemetry.definition().schema(), ZSTD_LEVEL);

  /// Tarn: bytes to tape, tape to Parquet.
  @Benchmark
  public int tarn() {
    RecordBatch batch = decoder.decode(RecordFormat.NDJSON, body);
    return encoder.encode(batch, all).content().length;
  }

  /// The first half of Tarn's way alone.
  @Benchmark
  public int tarnDecodingAlone() {
    return decoder.decode(RecordFormat.NDJSON, body).size();
  }

  /// A Jackson tree for each line, a `GenericRecord` of each tree, parquet-avro's writer.
  @Benchmark
  public int jacksonTreeAndParquetAvro() throws IOException {
    return tree.encode(body).length;
  }

  /// DuckDB's `read_json` and `COPY`, from a file and to a file.
  @Benchmark
  public boolean duckDb(DuckDb duckDb) throws SQLException {
    return duckDb.copy();
  }

  /// The same on one thread, as the others are.
  @Benchmark
  public boolean duckDbOnOneThread(SingleThreadedDuckDb duckDb) throws SQLException {
    return duckDb.copy();
  }

  /// DuckDB in this process, and its files.
  @State(Scope.Benchmark)
  public static class DuckDb {
    private @Nullable Path directory;
    private @Nullable Connection connection;
    private String copy = "";

    /// Writes the body to a file and opens a database.
    @Setup(Level.Trial)
    public void open() throws IOException, SQLException {
      Path files = Files.createTempDirectory("encoding");
      Path input = Files.write(files.resolve("body.ndjson"), Telemetry.lines(RECORDS, SEED));
      directory = files;
      connection = DriverManager.getConnection("jdbc:duckdb:");
      configure(connection);
      copy =
          "COPY (FROM read_json('%s', format = 'newline_delimited', columns = %s)) TO '%s' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL %d, ROW_GROUP_SIZE 250000)"
              .formatted(
                  input, Telemetry.duckDbColumns(), files.resolve("out.parquet"), ZSTD_LEVEL);
    }

    void configure(Connection connection) throws SQLException {}

    boolean copy() throws SQLException {
      try (Statement statement = Objects.requireNonNull(connection).createStatement()) {
        return statement.execute(copy);
      }
    }

    /// Closes the database and deletes the files.
    @TearDown(Level.Trial)
    public void close() throws IOException, SQLException {
      Objects.requireNonNull(connection).close();
      Path files = Objects.requireNonNull(directory);
      Files.deleteIfExists(files.resolve("body.ndjson"));
      Files.deleteIfExists(files.resolve("out.parquet"));
      Files.delete(files);
    }
  }

  /// DuckDB with one thread.
  @State(Scope.Benchmark)
  public static class SingleThreadedDuckDb extends DuckDb {
    @Override
    void configure(Connection connection) throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET threads = 1");
      }
    }
  }
}
