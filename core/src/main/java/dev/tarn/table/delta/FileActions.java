package dev.tarn.table.delta;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.table.BatchId;
import dev.tarn.table.DataFile;
import io.delta.kernel.data.Row;
import io.delta.kernel.internal.actions.AddFile;
import io.delta.kernel.internal.actions.SetTransaction;
import io.delta.kernel.internal.actions.SingleAction;
import io.delta.kernel.internal.data.GenericRow;
import io.delta.kernel.internal.util.VectorUtils;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;

/// Data files and batches as actions of the log, and back. Each added file is tagged with the
/// version of the schema it was written with, its batch, and the batch's fingerprint.
final class FileActions {
  static final String SCHEMA = "tarn.schema";
  static final String BATCH = "tarn.batch";
  static final String FINGERPRINT = "tarn.fingerprint";

  private static final ObjectMapper JSON = new ObjectMapper();

  private FileActions() {}

  /// The action that adds `file`.
  static Row add(
      LogLayout layout,
      DataFile file,
      Map<String, String> tags,
      Schema schema,
      boolean dataChange,
      Instant now) {
    Map<String, String> allTags = new HashMap<>(tags);
    allTags.put(SCHEMA, Integer.toString(file.schemaVersion()));
    Map<Integer, Object> values = new HashMap<>();
    put(values, "path", layout.relativePath(file.key()));
    put(
        values,
        "partitionValues",
        VectorUtils.stringStringMapValue(
            Map.of(DatasetDefinition.EVENT_DATE, file.eventDate().toString())));
    put(values, "size", file.bytes());
    put(values, "modificationTime", now.toEpochMilli());
    put(values, "dataChange", dataChange);
    put(values, "tags", VectorUtils.stringStringMapValue(allTags));
    put(values, "stats", StatisticsJson.write(file.statistics(), schema));
    return SingleAction.createAddFileSingleAction(new GenericRow(AddFile.FULL_SCHEMA, values));
  }

  private static void put(Map<Integer, Object> values, String field, Object value) {
    values.put(AddFile.FULL_SCHEMA.indexOf(field), value);
  }

  /// The action that says that the commit of `version` is the batch's.
  static Row transaction(BatchId batch, long version, Instant now) {
    return SingleAction.createTxnSingleAction(
        new SetTransaction(batch.value(), version, Optional.of(now.toEpochMilli())).toRow());
  }

  /// The file that an add action tells of.
  static DataFile dataFile(LogLayout layout, AddFile add, Map<Integer, Schema> schemas) {
    return dataFile(
        layout,
        add.getPath(),
        add.getSize(),
        VectorUtils.toJavaMap(add.getPartitionValues()),
        tags(add),
        add.getStatsJson()
            .orElseThrow(() -> new IllegalStateException(add.getPath() + " has no statistics")),
        schemas);
  }

  /// The date that an add action's file is of.
  static LocalDate eventDate(AddFile add) {
    Map<String, String> values = VectorUtils.toJavaMap(add.getPartitionValues());
    return eventDate(add.getPath(), values);
  }

  /// The version of the schema that an add action's file was written with.
  static int schemaVersion(AddFile add) {
    String version = tags(add).get(SCHEMA);
    if (version == null) {
      throw new IllegalStateException(add.getPath() + " was not written by Tarn");
    }
    return Integer.parseInt(version);
  }

  /// The tags of an add action.
  static Map<String, String> tags(AddFile add) {
    return add.getTags().map(VectorUtils::<String, String>toJavaMap).orElse(Map.of());
  }

  static DataFile dataFile(
      LogLayout layout,
      String path,
      long size,
      Map<String, String> partitionValues,
      Map<String, String> tags,
      String statistics,
      Map<Integer, Schema> schemas) {
    String version = tags.get(SCHEMA);
    Schema schema = version == null ? null : schemas.get(Integer.valueOf(version));
    if (version == null || schema == null) {
      throw new IllegalStateException(path + " was not written with a schema of this dataset");
    }
    return new DataFile(
        layout.dataFile(path),
        size,
        eventDate(path, partitionValues),
        Integer.parseInt(version),
        StatisticsJson.read(statistics, schema));
  }

  private static LocalDate eventDate(String path, Map<String, String> partitionValues) {
    String date = partitionValues.get(DatasetDefinition.EVENT_DATE);
    if (date == null) {
      throw new IllegalStateException(path + " has no event date");
    }
    return LocalDate.parse(date);
  }

  /// How many rows a file with these statistics has.
  static long rows(String statistics) {
    try {
      return JSON.readTree(statistics).path("numRecords").asLong();
    } catch (IOException e) {
      throw new IllegalStateException("statistics are not JSON: " + statistics, e);
    }
  }
}
