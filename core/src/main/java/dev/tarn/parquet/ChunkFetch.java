package dev.tarn.parquet;

import dev.tarn.problem.ProblemException;
import dev.tarn.query.FetchFigures;
import dev.tarn.query.FetchPlan;
import dev.tarn.query.FetchedTable.LocalFile;
import dev.tarn.query.TimeLimit;
import dev.tarn.store.ConcurrentReads;
import dev.tarn.store.ETag;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.StoredObject;
import dev.tarn.table.DataFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.format.FileMetaData;

/// Brings what was decided to read of some files to local disk.
final class ChunkFetch implements FetchPlan {
  private final List<FileFetch> files;
  private final StoreReads reads;
  private final FooterSource footers;
  private final Optional<ChunkCache> cache;

  ChunkFetch(
      List<FileFetch> files, StoreReads reads, FooterSource footers, Optional<ChunkCache> cache) {
    this.files = files;
    this.reads = reads;
    this.footers = footers;
    this.cache = cache;
  }

  @Override
  public FetchFigures figures() {
    return files.stream().map(FileFetch::figures).reduce(FetchFigures.NONE, FetchFigures::plus);
  }

  @Override
  public StoreUsage usage() {
    return reads.usage();
  }

  @Override
  public Fetched fetch(Path directory, TimeLimit time) {
    Run run = new Run(directory, time);
    List<Started> started = ConcurrentReads.map(files, run::start);
    var _ =
        ConcurrentReads.map(
            started.stream().flatMap(each -> each.requests().stream()).toList(),
            request -> {
              time.check();
              request.run();
              return request;
            });
    List<LocalFile> local = new ArrayList<>(run.counts());
    started.forEach(each -> each.local().ifPresent(local::add));
    return new Fetched(local, run.groups.get());
  }

  /// What was made of one file without a request.
  ///
  /// @param local its local file, empty where there is nothing to read
  /// @param requests what is still to be done for it
  private record Started(Optional<LocalFile> local, List<Request> requests) {
    static Started at(Path path, FileFetch fetch, List<Request> requests) {
      DataFile file = fetch.file();
      return new Started(
          Optional.of(new LocalFile(path, file.schemaVersion(), file.eventDate())), requests);
    }
  }

  /// One request, and what is done with its answer.
  private interface Request {
    void run();
  }

  /// One call of [#fetch].
  private final class Run {
    private final Path directory;
    private final TimeLimit time;
    private final AtomicLong groups = new AtomicLong();

    Run(Path directory, TimeLimit time) {
      this.directory = directory;
      this.time = time;
    }

    private Path newPath() {
      return directory.resolve("data-" + UUID.randomUUID() + ".parquet");
    }

    /// Makes a local file for all files of one schema version of which only counts matter.
    List<LocalFile> counts() {
      Map<Integer, List<FileFetch.Counts>> versions =
          files.stream()
              .flatMap(each -> each instanceof FileFetch.Counts c ? Stream.of(c) : Stream.of())
              .collect(Collectors.groupingBy(each -> each.file().schemaVersion()));
      List<LocalFile> local = new ArrayList<>();
      versions.forEach((version, counts) -> {
        CountedRows rows =
            counts.stream().map(FileFetch.Counts::rows).reduce(CountedRows::plus).orElseThrow();
        Path path = newPath();
        try {
          write(path, rows.file());
        } catch (IOException e) {
          throw new UncheckedIOException("counts cannot be written", e);
        }
        local.add(new LocalFile(path, version, counts.getFirst().file().eventDate()));
      });
      return local;
    }

    /// Makes the local file of `fetch`, as far as that takes no request.
    Started start(FileFetch fetch) {
      time.check();
      try {
        Path path = newPath();
        return switch (fetch) {
          case FileFetch.Nothing _, FileFetch.Counts _ -> new Started(Optional.empty(), List.of());
          case FileFetch.RowCount count -> {
            Files.write(path, EmptyRows.file(count.file().rows()));
            yield Started.at(path, fetch, List.of());
          }
          case FileFetch.Whole whole ->
              isKept(whole.file(), path)
                  ? Started.at(path, fetch, List.of())
                  : Started.at(path, fetch, List.of(() -> whole(whole.file(), path)));
          case FileFetch.Chunks chunks -> {
            groups.addAndGet(chunks.mini().rowGroups());
            yield start(chunks, path);
          }
        };
      } catch (IOException e) {
        throw new UncheckedIOException("a fetched data file cannot be written", e);
      }
    }

    private boolean isKept(DataFile file, Path path) throws IOException {
      Optional<StoredFooter> footer = footers.known(file);
      if (footer.isEmpty()
          || cache.isEmpty()
          || !cache.get().provide(all(file, footer.get().etag()), path)) {
        return false;
      }
      groups.addAndGet(footer.get().parse().getRow_groupsSize());
      return true;
    }

    private void whole(DataFile file, Path path) {
      StoredObject content = reads.end(file, Math.toIntExact(file.bytes()));
      try {
        footers.learn(file, content);
        FileMetaData footer = footers.known(file).orElseThrow().parse();
        groups.addAndGet(footer.getRow_groupsSize());
      } catch (IOException e) {
        throw StoreReads.damaged(file, "is no Parquet file", e);
      }
      write(path, content.bytes());
      cache.ifPresent(
          each -> each.keep(all(file, content.summary().etag()), path, content.bytes().length));
    }

    private static ChunkCache.Content all(DataFile file, ETag etag) {
      return new ChunkCache.Content(file.key(), etag, List.of(new ByteRange(0, file.bytes())));
    }

    private static void write(Path path, byte[] content) {
      try {
        Files.write(path, content);
      } catch (IOException e) {
        throw new UncheckedIOException("a fetched data file cannot be written", e);
      }
    }

    private Started start(FileFetch.Chunks chunks, Path path) throws IOException {
      DataFile file = chunks.file();
      ETag etag = chunks.footer().etag();
      ChunkCache.Content content = new ChunkCache.Content(file.key(), etag, chunks.pieces());
      if (cache.isPresent() && cache.get().provide(content, path)) {
        return Started.at(path, chunks, List.of());
      }
      SparseFile local = new SparseFile(path);
      byte[] end = chunks.mini().end();
      local.write(0, ParquetFooter.magic());
      local.write(
          chunks.pieces().stream()
              .mapToLong(ByteRange::end)
              .max()
              .orElse(ParquetFooter.MAGIC_BYTES),
          end);
      List<ByteRange> missing = new ArrayList<>();
      for (ByteRange piece : chunks.pieces()) {
        Optional<byte[]> kept = cache.flatMap(each -> each.find(file.key(), etag, piece));
        if (kept.isPresent()) {
          local.write(piece.start(), kept.get());
        } else {
          missing.add(piece);
        }
      }
      long bytes = ByteRange.sum(chunks.pieces()) + end.length;
      Runnable keep = () -> cache.ifPresent(each -> each.keep(content, path, bytes));
      List<ByteRange> ranges = chunks.requests(missing);
      AtomicInteger left = new AtomicInteger(ranges.size());
      List<Request> requests = new ArrayList<>();
      for (ByteRange range : ranges) {
        requests.add(() -> {
          chunk(chunks, range, missing, local);
          if (left.decrementAndGet() == 0) {
            keep.run();
          }
        });
      }
      if (ranges.isEmpty()) {
        keep.run();
      }
      return Started.at(path, chunks, requests);
    }

    private byte[] read(DataFile file, ByteRange request, ETag etag) {
      try {
        return reads.range(file, request, etag);
      } catch (ProblemException e) {
        // The footer that is kept may be of a content that is not there any more.
        footers.forget(file);
        throw e;
      }
    }

    private void chunk(
        FileFetch.Chunks chunks, ByteRange request, List<ByteRange> wanted, SparseFile local) {
      DataFile file = chunks.file();
      byte[] content = read(file, request, chunks.footer().etag());
      for (ByteRange piece : wanted) {
        if (request.contains(piece)) {
          int from = Math.toIntExact(piece.start() - request.start());
          local.write(piece.start(), content, from, piece.length());
        }
      }
    }
  }
}
