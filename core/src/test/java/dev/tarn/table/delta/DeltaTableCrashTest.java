package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.DAY;
import static dev.tarn.table.delta.TableFixture.READINGS;
import static dev.tarn.table.delta.TableFixture.SETTINGS;
import static dev.tarn.table.delta.TableFixture.batch;
import static dev.tarn.table.delta.TableFixture.definition;
import static dev.tarn.table.delta.TableFixture.file;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.FaultyStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.AppendResult;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.Table;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Ends a writer before and after each of its calls to the store in turn.
class DeltaTableCrashTest {
  private static final int CHECKPOINT_INTERVAL = 4;

  /// The end of the process, as far as anything in it can tell.
  private static final class Killed extends Error {}

  @Test
  void aWriterThatDiesAnywhereLeavesTheWholeBatchOrNone() {
    int moments = 0;
    int withBatch = 0;
    for (int moment = 1; ; moment++) {
      MemoryStore store = new MemoryStore(Clock.systemUTC());
      prepare(store);
      boolean died = appendAndDieAt(store, moment);
      if (!died) {
        break;
      }
      moments++;

      Table survivor = tables(store).open(READINGS).orElseThrow();
      List<DataFile> files = survivor.knownSnapshot().files(Predicate.ALWAYS);
      boolean committed = survivor.findBatch(survivor.knownSnapshot(), batch("b")).isPresent();
      assertThat(files).as("killed at moment %d", moment).hasSize(committed ? 6 : 3);
      withBatch += committed ? 1 : 0;

      AppendResult again =
          survivor.append(survivor.knownSnapshot(), batch("b"), "print", files(survivor));
      if (committed) {
        assertThat(again).isInstanceOf(AppendResult.AlreadyCommitted.class);
      } else {
        assertThat(again).isInstanceOf(AppendResult.Appended.class);
      }
      Table reader = tables(store).open(READINGS).orElseThrow();
      assertThat(reader.knownSnapshot().files(Predicate.ALWAYS)).hasSize(6);
      assertThat(reader.knownSnapshot().version()).isEqualTo(CHECKPOINT_INTERVAL);
    }
    assertThat(moments).isGreaterThan(6);
    assertThat(withBatch).isPositive().isLessThan(moments);
  }

  private static DeltaTables tables(MemoryStore store) {
    return new DeltaTables(store, Clock.systemUTC(), settings());
  }

  private static DeltaSettings settings() {
    return new DeltaSettings(
        SETTINGS.logCacheBytes(),
        SETTINGS.commitAttempts(),
        SETTINGS.firstBackoff(),
        SETTINGS.longestBackoff(),
        CHECKPOINT_INTERVAL,
        SETTINGS.rewriteBytes());
  }

  /// Leaves the table so that the next commit is to write a checkpoint.
  private static void prepare(MemoryStore store) {
    Table table = tables(store).create(definition()).orElseThrow();
    for (int i = 1; i < CHECKPOINT_INTERVAL; i++) {
      var id = batch("before" + i);
      table.append(table.knownSnapshot(), id, "", List.of(file(table, id, DAY, 1, 1, 1)));
    }
  }

  private static boolean appendAndDieAt(MemoryStore store, int moment) {
    AtomicInteger moments = new AtomicInteger();
    FaultyStore mortal =
        new FaultyStore(
            store,
            call -> {
              if (moments.incrementAndGet() >= moment) {
                throw new Killed();
              }
            });
    try {
      Table table =
          new DeltaTables(mortal, Clock.systemUTC(), settings()).open(READINGS).orElseThrow();
      table.append(table.knownSnapshot(), batch("b"), "print", files(table));
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private static List<DataFile> files(Table table) {
    return List.of(
        file(table, batch("b"), DAY, 1, 1, 1),
        file(table, batch("b"), DAY.plusDays(1), 1, 1, 1),
        file(table, batch("b"), DAY.plusDays(2), 1, 1, 1));
  }
}
