package dev.tarn.cost;

import dev.tarn.compaction.CompactionPolicy;
import java.util.Map;
import java.util.TreeMap;

/// What compaction does of one dataset's day if it runs each hour and batches come evenly, by the
/// rules of [CompactionPolicy#plan], with groups of any size.
///
/// @param merges commits
/// @param filesRead files that were merged, those counted again that merging made
/// @param rowsRead rows in them
/// @param requests reads of these files
/// @param filesWritten files that merges made
/// @param rowsSuperseded rows of files that merging made and merged again
/// @param filesLeft files of the day at its end
record DayOfMerges(
    double merges,
    double filesRead,
    double rowsRead,
    double requests,
    double filesWritten,
    double rowsSuperseded,
    double filesLeft) {
  private static final int HOURS = 24;

  /// The day of a dataset of the fleet.
  static DayOfMerges of(Fleet fleet, CompactionPolicy policy) {
    return new Simulation(fleet, policy).run();
  }

  private static final class Simulation {
    private final CompactionPolicy policy;
    private final double batches;
    private final double rows;
    private final double rowBytes;

    /// How many files there are of a number of rows.
    private final TreeMap<Double, Double> small = new TreeMap<>();

    private double large;
    private double merges;
    private double filesRead;
    private double rowsRead;
    private double requests;
    private double filesWritten;
    private double rowsSuperseded;

    Simulation(Fleet fleet, CompactionPolicy policy) {
      this.policy = policy;
      this.batches = fleet.batchesPerDatasetHour() * HOURS;
      this.rows = fleet.batchRecords();
      this.rowBytes = fleet.mergedBytes();
    }

    DayOfMerges run() {
      for (int hour = 1; hour <= HOURS; hour++) {
        double came = Math.floor(batches * hour / HOURS) - Math.floor(batches * (hour - 1) / HOURS);
        if (came > 0) {
          add(rows, came);
        }
        merge();
      }
      double left = large;
      for (double files : small.values()) {
        left += files;
      }
      return new DayOfMerges(
          merges, filesRead, rowsRead, requests, filesWritten, rowsSuperseded, left);
    }

    private void add(double rowsOfEach, double files) {
      double bytes = rowsOfEach * rowBytes;
      if (policy.isSmall((long) Math.ceil(bytes))) {
        small.merge(rowsOfEach, files, Double::sum);
      } else {
        large += files;
      }
    }

    /// Merges the most files, from the smallest, of which none has more rows than the others.
    private void merge() {
      double files = 0;
      double sum = 0;
      double mostFiles = 0;
      double mostRows = 0;
      double greatest = 0;
      for (Map.Entry<Double, Double> each : small.entrySet()) {
        files += each.getValue();
        sum += each.getKey() * each.getValue();
        if (each.getKey() <= sum - each.getKey()) {
          mostFiles = files;
          mostRows = sum;
          greatest = each.getKey();
        }
      }
      if (mostFiles < policy.minFiles()) {
        return;
      }
      double made = policy.filesFor((long) Math.ceil(mostRows * rowBytes));
      if (made >= mostFiles) {
        return;
      }
      merges++;
      filesRead += mostFiles;
      rowsRead += mostRows;
      Map<Double, Double> taken = small.headMap(greatest, true);
      taken.forEach((rowsOfEach, count) -> {
        requests += count * Math.max(1, Math.ceil(rowsOfEach * rowBytes / Counted.READ_BYTES));
        if (rowsOfEach > rows) {
          rowsSuperseded += rowsOfEach * count;
        }
      });
      taken.clear();
      filesWritten += made;
      add(mostRows / made, made);
    }
  }
}
