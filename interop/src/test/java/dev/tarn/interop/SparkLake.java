package dev.tarn.interop;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/// Spark with Delta Lake, in this process, over the files of a lake.
final class SparkLake implements AutoCloseable {
  private final SparkSession session;
  private final Path lake;

  /// Spark over the directory of a lake.
  SparkLake(Path lake, Path scratch) {
    this.lake = lake;
    this.session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "1")
            .config("spark.databricks.delta.snapshotPartitions", "1")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", scratch.toString())
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .getOrCreate();
  }

  /// Makes the latest state of the dataset's table known by its name.
  void open(String dataset) {
    session
        .read()
        .format("delta")
        .load(lake.resolve("tables").resolve(dataset).toString())
        .createOrReplaceTempView(dataset);
  }

  /// The rows that `sql` gives.
  List<Row> query(String sql) {
    return session.sql(sql).collectAsList();
  }

  @Override
  public void close() {
    session.stop();
  }
}
