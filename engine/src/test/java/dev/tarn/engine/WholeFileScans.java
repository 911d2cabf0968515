package dev.tarn.engine;

import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.query.DataFileFetcher;
import dev.tarn.query.FetchFigures;
import dev.tarn.query.FetchPlan;
import dev.tarn.query.FileScan;
import dev.tarn.query.ScanFetcher;
import dev.tarn.query.TimeLimit;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreUsage;
import dev.tarn.table.DataFile;
import java.nio.file.Path;

/// Fetches whole files, whatever is needed of them: what fetching less is compared with.
final class WholeFileScans implements ScanFetcher {
  private final DataFileFetcher files;

  WholeFileScans(ObjectStore store) {
    files = new WholeFileFetcher(store, new FooterRowGroupCounter(), 8);
  }

  @Override
  public FetchPlan plan(FileScan scan, TimeLimit time) {
    return new FetchPlan() {
      @Override
      public FetchFigures figures() {
        return foresee(scan);
      }

      @Override
      public Fetched fetch(Path directory, TimeLimit limit) {
        DataFileFetcher.Fetched fetched =
            files.fetch(scan.files(), scan.columns(), scan.predicate(), directory);
        return new Fetched(fetched.files(), fetched.rowGroups());
      }

      @Override
      public StoreUsage usage() {
        return StoreUsage.NONE;
      }
    };
  }

  @Override
  public FetchFigures foresee(FileScan scan) {
    long bytes = scan.files().stream().mapToLong(DataFile::bytes).sum();
    return new FetchFigures(scan.files().size(), 0, 0, false, bytes, scan.files().size());
  }
}
