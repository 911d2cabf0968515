package dev.tarn.table.delta;

import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ObjectKey;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a table's objects are: `tables/<dataset>/_delta_log/` holds its log, and
/// `tables/<dataset>/event_date=<date>/` its data files. Kernel names objects by URIs;
/// `tarn://lake/` stands for the store's root in them and never leaves the process.
record LogLayout(DatasetName dataset) {
  static final String TABLES = "tables/";
  static final String PARTITION = "event_date";

  private static final String ROOT = "tarn://lake/";
  private static final Pattern COMMIT = Pattern.compile("(\\d{20})\\.json");
  private static final Pattern CHECKPOINT = Pattern.compile("(\\d{20})\\.checkpoint\\.parquet");

  /// The table's own URI, for Kernel.
  String tablePath() {
    return ROOT + tableKey();
  }

  /// The key that all keys of the table are below.
  ObjectKey tableKey() {
    return new ObjectKey(TABLES + dataset);
  }

  /// The prefix of all log keys.
  String logPrefix() {
    return TABLES + dataset + "/_delta_log/";
  }

  /// The prefix of all data files' keys.
  String dataFilePrefix() {
    return TABLES + dataset + "/" + PARTITION + "=";
  }

  ObjectKey lastCheckpointKey() {
    return new ObjectKey(logPrefix() + "_last_checkpoint");
  }

  ObjectKey commitKey(long version) {
    return new ObjectKey(logPrefix() + "%020d.json".formatted(version));
  }

  ObjectKey checkpointKey(long version) {
    return new ObjectKey(logPrefix() + "%020d.checkpoint.parquet".formatted(version));
  }

  /// A string that every log key of `version` and later comes after, and no earlier one.
  String before(long version) {
    return logPrefix() + "%020d".formatted(version);
  }

  /// Where a data file goes, named so that a person who looks at the bucket finds its batch.
  ObjectKey dataFileKey(String batch, LocalDate eventDate, String unique) {
    return new ObjectKey(
        "%s/%s=%s/%s-%s.parquet".formatted(tableKey(), PARTITION, eventDate, batch, unique));
  }

  /// The path that the log names a data file by, relative to the table.
  String relativePath(ObjectKey dataFile) {
    String prefix = tableKey() + "/";
    if (!dataFile.value().startsWith(prefix)) {
      throw new IllegalArgumentException(dataFile + " is not a file of dataset " + dataset);
    }
    return dataFile.value().substring(prefix.length());
  }

  /// The key of the data file that the log names by `relativePath`.
  ObjectKey dataFile(String relativePath) {
    return tableKey().resolve(relativePath);
  }

  /// The version that `key` is the commit of, if it is one.
  OptionalLong commitVersion(ObjectKey key) {
    return version(COMMIT, key);
  }

  /// The version that `key` is the checkpoint of, if it is one.
  OptionalLong checkpointVersion(ObjectKey key) {
    return version(CHECKPOINT, key);
  }

  private OptionalLong version(Pattern form, ObjectKey key) {
    if (!key.value().startsWith(logPrefix())) {
      return OptionalLong.empty();
    }
    Matcher name = form.matcher(key.value().substring(logPrefix().length()));
    return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
  }

  static String uri(ObjectKey key) {
    return ROOT + key;
  }

  static ObjectKey key(String uri) {
    if (!uri.startsWith(ROOT)) {
      throw new IllegalArgumentException("not in the lake: " + uri);
    }
    return new ObjectKey(uri.substring(ROOT.length()));
  }
}
