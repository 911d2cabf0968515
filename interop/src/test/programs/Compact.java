import dev.tarn.compaction.Compaction;
import dev.tarn.compaction.CompactionLimits;
import dev.tarn.compaction.CompactionPolicy;
import dev.tarn.compaction.CompactionResult;
import dev.tarn.compaction.FileMerger;
import dev.tarn.dataset.DatasetName;
import dev.tarn.engine.DuckDbMerger;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.FooterRowGroupCounter;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.WholeFileFetcher;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.file.FileStore;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/// Compacts a dataset, in a process of its own: `Compact LAKE SCRATCH DATASET STAGE`. At STAGE the
/// process ends at once, as by `kill -9`; `end` is no stage and lets it come to its end. Prints how
/// many files there were and are of those that it merged.
final class Compact {
  private static final int KILLED = 137;

  private final String stage;

  private Compact(String stage) {
    this.stage = stage;
  }

  public static void main(String[] arguments) {
    Compact compact = new Compact(arguments[3]);
    Clock clock = Clock.systemUTC();
    ObjectStore store =
        compact.watched(
            FileStore.open(
                Path.of(arguments[0]),
                clock,
                SignedLinks.withRandomSecret(URI.create("http://localhost/"), clock)));
    FileMerger merger =
        (definition, files, limits, directory) -> {
          compact.at("merge");
          var merged = new DuckDbMerger().merge(definition, files, limits, directory);
          compact.at("merged");
          return merged;
        };
    CompactionResult result =
        new Compaction(
                new DeltaTables(store, clock, DeltaSettings.DEFAULT),
                store,
                new WholeFileFetcher(store, new FooterRowGroupCounter(), 2),
                merger,
                new ScratchSpace(Path.of(arguments[1])),
                new CompactionPolicy(128L << 20, 2),
                new CompactionLimits(256L << 20, 1, 1L << 30, 100),
                clock,
                new MemoryMetrics())
            .compact(new DatasetName(arguments[2]), clock.instant().plus(Duration.ofMinutes(5)));
    System.out.println(result.filesBefore() + " " + result.filesAfter());
  }

  /// `store`, with a stage before and after each call that reads or puts a data file, or commits.
  private ObjectStore watched(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              String call = call(method.getName(), arguments);
              at("before " + call);
              try {
                Object answer = method.invoke(store, arguments);
                at("after " + call);
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static String call(String method, Object[] arguments) {
    String key = arguments == null ? "" : arguments[0].toString();
    if (key.contains("/_delta_log/")) {
      return method.equals("putIfAbsent") ? "commit" : "log " + method;
    }
    return switch (method) {
      case "getRange" -> "fetch";
      case "put" -> "put";
      default -> method;
    };
  }

  private void at(String reached) {
    if (reached.equals(stage)) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
