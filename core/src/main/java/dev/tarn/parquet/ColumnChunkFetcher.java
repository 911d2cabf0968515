package dev.tarn.parquet;

import dev.tarn.query.FetchFigures;
import dev.tarn.query.FetchPlan;
import dev.tarn.query.FileScan;
import dev.tarn.query.ScanFetcher;
import dev.tarn.query.TimeLimit;
import dev.tarn.store.ConcurrentReads;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.DataFile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Fetches the column chunks that a scan needs, of the row groups that can hold rows it asks for,
/// into local files with holes in the place of all else. Small files are fetched whole. Footers are
/// kept in memory, and what was fetched on local disk, for later scans.
public final class ColumnChunkFetcher implements ScanFetcher {
  private final ObjectStore store;
  private final FetchSettings settings;
  private final FooterSource footers;
  private final Optional<ChunkCache> cache;
  private final Semaphore slots;

  /// Reads files in `store` with the default settings, keeping footers alone.
  public ColumnChunkFetcher(ObjectStore store) {
    this(store, FetchSettings.DEFAULT, Optional.empty());
  }

  /// Reads files in `store`, keeping what it fetches in `cache`.
  public ColumnChunkFetcher(ObjectStore store, FetchSettings settings, Optional<ChunkCache> cache) {
    this.store = store;
    this.settings = settings;
    this.cache = cache;
    this.footers = new FooterSource(new FooterCache(settings.footerBytes()));
    this.slots = new Semaphore(settings.requests());
  }

  @Override
  public FetchPlan plan(FileScan scan, TimeLimit time) {
    StoreReads reads = new StoreReads(store, slots, time);
    FilePlanning planning = new FilePlanning(scan, footers, settings);
    List<FileFetch> fetches = ConcurrentReads.map(scan.files(), file -> planning.plan(file, reads));
    return new ChunkFetch(fetches, reads, footers, cache);
  }

  @Override
  public FetchFigures foresee(FileScan scan) {
    FilePlanning planning = new FilePlanning(scan, footers, settings);
    FetchFigures figures = FetchFigures.NONE;
    for (DataFile file : scan.files()) {
      figures = figures.plus(planning.foresee(file));
    }
    return figures;
  }
}
