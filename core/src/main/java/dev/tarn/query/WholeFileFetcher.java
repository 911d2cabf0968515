package dev.tarn.query;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Fetches each file whole, whatever columns and rows are asked for. A file is read in parts of 8
/// MiB, several files at once, so that memory and open files stay bounded whatever their sizes and
/// number.
public final class WholeFileFetcher implements DataFileFetcher {
  private static final int PART_BYTES = 8 << 20;

  private final ObjectStore store;
  private final RowGroupCounter rowGroups;
  private final int concurrency;

  /// @param concurrency how many files are fetched at once, by one call of [#fetch]
  public WholeFileFetcher(ObjectStore store, RowGroupCounter rowGroups, int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is 1 at least, not " + concurrency);
    }
    this.store = store;
    this.rowGroups = rowGroups;
    this.concurrency = concurrency;
  }

  /// Throws [Problem.DamagedFile] where a file is not in the store, is shorter than the table's log
  /// says, or is no data file.
  @Override
  public Fetched fetch(
      List<DataFile> files, Set<String> columns, Predicate predicate, Path directory) {
    Run run = new Run(directory);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<FetchedTable.LocalFile>> started = new ArrayList<>();
      for (DataFile file : files) {
        started.add(threads.submit(() -> run.fetch(file)));
      }
      try {
        List<FetchedTable.LocalFile> local = new ArrayList<>();
        for (Future<FetchedTable.LocalFile> file : started) {
          local.add(await(file));
        }
        return new Fetched(local, run.groups.get(), run.bytes.get(), run.requests.get());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static FetchedTable.LocalFile await(Future<FetchedTable.LocalFile> file) {
    try {
      return file.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while fetching data files", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /// One call of [#fetch], with its counts.
  private final class Run {
    private final Path directory;
    private final Semaphore slots = new Semaphore(concurrency);
    private final AtomicLong groups = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    Run(Path directory) {
      this.directory = directory;
    }

    FetchedTable.LocalFile fetch(DataFile file) throws InterruptedException {
      slots.acquire();
      try {
        Path local = Files.createTempFile(directory, "data-", ".parquet");
        try (FileChannel channel = FileChannel.open(local, StandardOpenOption.WRITE)) {
          for (long at = 0; at < file.bytes(); at += PART_BYTES) {
            int length = (int) Math.min(PART_BYTES, file.bytes() - at);
            write(channel, part(file, at, length), at);
          }
        }
        groups.addAndGet(count(file, local));
        return new FetchedTable.LocalFile(local, file.schemaVersion(), file.eventDate());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write a fetched data file", e);
      } finally {
        slots.release();
      }
    }

    private int count(DataFile file, Path local) {
      try {
        return rowGroups.count(local);
      } catch (StoreException e) {
        throw new ProblemException(damaged(file, "is no Parquet file"), e);
      }
    }

    private byte[] part(DataFile file, long at, int length) {
      requests.incrementAndGet();
      byte[] part;
      try {
        part = store.getRange(file.key(), at, length);
      } catch (ObjectNotFoundException e) {
        throw new ProblemException(damaged(file, "is in the table's log but not in the store"), e);
      }
      bytes.addAndGet(part.length);
      if (part.length != length) {
        throw damaged(
                file,
                "ends at byte %d, but has %d in the table's log"
                    .formatted(at + part.length, file.bytes()))
            .exception();
      }
      return part;
    }

    private static Problem damaged(DataFile file, String fault) {
      return new Problem.DamagedFile(file.key().value(), fault);
    }

    private static void write(FileChannel channel, byte[] part, long at) throws IOException {
      ByteBuffer buffer = ByteBuffer.wrap(part);
      while (buffer.hasRemaining()) {
        channel.write(buffer, at + buffer.position());
      }
    }
  }
}
