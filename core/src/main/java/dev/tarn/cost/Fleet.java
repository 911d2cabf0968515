package dev.tarn.cost;

/// What sends records, and what they are.
///
/// @param devices that send
/// @param recordsPerHour of each device
/// @param recordBytes of a record as JSON, with its line's end
/// @param batchRecords records in one request
/// @param datasets that the records are spread over evenly
/// @param compression how many bytes of JSON become one byte of a merged Parquet file
/// @param retentionDays for how long records are kept
public record Fleet(
    long devices,
    double recordsPerHour,
    long recordBytes,
    long batchRecords,
    long datasets,
    double compression,
    long retentionDays) {
  /// Records of all devices in a month.
  double recordsPerMonth() {
    return devices * recordsPerHour * Month.HOURS;
  }

  /// Requests of all devices in a month.
  double batchesPerMonth() {
    return recordsPerMonth() / batchRecords;
  }

  /// Requests to one dataset in an hour.
  double batchesPerDatasetHour() {
    return batchesPerMonth() / Month.HOURS / datasets;
  }

  /// Requests to one dataset in a second.
  public double commitsPerDatasetSecond() {
    return batchesPerDatasetHour() / 3_600;
  }

  /// Bytes of one dataset's records in merged files.
  public double datasetBytes() {
    return recordsPerMonth() / Month.DAYS / datasets * retentionDays * mergedBytes();
  }

  /// Bytes of one request's body.
  long batchBytes() {
    return batchRecords * recordBytes;
  }

  /// Bytes of records in merged files, for one record.
  double mergedBytes() {
    return recordBytes / compression;
  }
}
