package dev.tarn.record;

import dev.tarn.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// Decodes the lines of one body by several threads, each a run of them. Only a body without a
/// fault is decoded so: the places and positions of faults count over the whole body, and so a body
/// with one is for a single thread to decode again.
final class ParallelLines {
  /// Below this many bytes, a thread costs more than it saves.
  private static final int LEAST_PART = 256 * 1024;

  private static final int MOST_PARTS = 8;

  private ParallelLines() {}

  /// The batch, or empty where one thread should decode the body.
  ///
  /// @param decodings makes one for each part, all with the same key for hashes
  static Optional<RecordBatch> decode(
      byte[] body, int threads, DecodeLimits limits, Supplier<Decoding> decodings) {
    int wanted = Math.min(Math.min(threads, MOST_PARTS), body.length / LEAST_PART);
    if (wanted < 2) {
      return Optional.empty();
    }
    List<BatchAssembly> parts;
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Decoding>> running = new ArrayList<>();
      int from = BodyText.start(body);
      for (int part = 1; part <= wanted; part++) {
        int to =
            part == wanted
                ? body.length
                : lineAfter(body, (int) ((long) body.length * part / wanted));
        LineSlices slices = new LineSlices(body, from, Math.max(from, to));
        running.add(workers.submit(() -> decodings.get().part(slices)));
        from = Math.max(from, to);
      }
      parts = await(running);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ProblemException) {
        return Optional.empty();
      }
      throw new IllegalStateException("a part of the body was not decoded", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while decoding", e);
    }
    boolean faultless =
        parts.stream().allMatch(part -> part.rejected().count() == 0)
            && parts.stream().mapToLong(BatchAssembly::records).sum() <= limits.maxRecords()
            && parts.stream().mapToLong(BatchAssembly::records).sum() > 0
            && parts.stream().mapToLong(part -> part.reading().values()).sum()
                <= Reading.MAX_VALUES;
    return faultless ? Optional.of(BatchAssembly.batch(parts)) : Optional.empty();
  }

  private static int lineAfter(byte[] body, int at) {
    return Math.min(body.length, LineSlices.endOfLine(body, at) + 1);
  }

  private static List<BatchAssembly> await(List<Future<Decoding>> running)
      throws ExecutionException, InterruptedException {
    List<BatchAssembly> decoded = new ArrayList<>();
    for (Future<Decoding> part : running) {
      decoded.add(part.get().assembly());
    }
    return decoded;
  }
}
