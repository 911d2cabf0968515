package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.DAY;
import static dev.tarn.table.delta.TableFixture.READINGS;
import static dev.tarn.table.delta.TableFixture.SETTINGS;
import static dev.tarn.table.delta.TableFixture.batch;
import static dev.tarn.table.delta.TableFixture.definition;
import static dev.tarn.table.delta.TableFixture.schema;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.parquet.ParquetBack;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.EncodedFile;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.AppendResult;
import dev.tarn.table.DataFile;
import dev.tarn.table.EvolveResult;
import dev.tarn.table.HistoryEntry;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

class DeltaTableRewriteTest {
  private static final String LONG = ",{\"name\": \"n\", \"type\": \"long\"}";
  private static final String DOUBLE =
      ",{\"name\": \"n\", \"type\": \"double\"},"
          + "{\"name\": \"note\", \"type\": [\"string\", \"null\"]},"
          + "{\"name\": \"unit\", \"type\": \"string\", \"default\": \"K\"}";

  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final DatasetDefinition longs = definition(schema(LONG), 1);
  private final DatasetDefinition doubles = definition(schema(DOUBLE), 2);

  private Table create(long rewriteBytes) {
    return new DeltaTables(
            store,
            Clock.systemUTC(),
            new DeltaSettings(
                SETTINGS.logCacheBytes(),
                SETTINGS.commitAttempts(),
                SETTINGS.firstBackoff(),
                SETTINGS.longestBackoff(),
                SETTINGS.checkpointInterval(),
                rewriteBytes))
        .create(longs)
        .orElseThrow();
  }

  private void append(Table table, String id, int rows) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      lines.append(
          """
          {"time": "2026-03-01T00:00:0%d.5Z", "device": "d%d", "count": %d, "n": %d}
          """
              .formatted(i, i, i, (1L << 40) + i));
    }
    RecordBatch records =
        RecordDecoder.compile(longs, DecodeLimits.DEFAULT)
            .decode(RecordFormat.NDJSON, lines.toString().getBytes(StandardCharsets.UTF_8));
    EncodedFile file =
        new ParquetEncoder(longs).encode(records, IntStream.range(0, rows).toArray());
    ObjectKey key = table.newDataFileKey(batch(id), DAY);
    store.put(key, file.content());
    assertThat(
            table.append(
                table.knownSnapshot(),
                batch(id),
                "print-" + id,
                List.of(new DataFile(key, file.content().length, DAY, 1, file.statistics()))))
        .isInstanceOf(AppendResult.Appended.class);
  }

  private static List<DataFile> files(Table table) {
    return table.snapshot(new SnapshotTime.Latest()).files(Predicate.ALWAYS);
  }

  @Test
  void filesThatEnginesCannotReadByTheNewTypeAreReplacedInTheSameCommit() throws IOException {
    Table table = create(1 << 20);
    append(table, "b1", 3);
    append(table, "b2", 2);

    assertThat(table.evolve(table.knownSnapshot(), doubles))
        .isInstanceOf(EvolveResult.Evolved.class);

    List<DataFile> files = files(table);
    assertThat(files).hasSize(2).allMatch(file -> file.schemaVersion() == 2);
    assertThat(table.history(1))
        .extracting(
            HistoryEntry::operation,
            HistoryEntry::rowsAdded,
            HistoryEntry::rowsRemoved,
            HistoryEntry::filesRemoved)
        .containsExactly(tuple("evolve", 5L, 5L, 2L));
    List<Object> numbers = new ArrayList<>();
    for (DataFile file : files) {
      assertThat(file.bytes()).isEqualTo(store.head(file.key()).orElseThrow().size());
      assertThat(file.statistics().columns().get("n"))
          .satisfies(column ->
              assertThat(column.min()).contains(new Literal.OfDouble((double) (1L << 40))));
      for (GenericRecord record : ParquetBack.records(store.get(file.key()).bytes())) {
        assertThat(record.getSchema().getField("n").schema().toString()).isEqualTo("\"double\"");
        assertThat(record.get("unit")).hasToString("K");
        assertThat(record.get("note")).isNull();
        numbers.add(record.get("n"));
      }
    }
    double first = 1L << 40;
    assertThat(numbers).containsExactlyInAnyOrder(first, first + 1, first + 2, first, first + 1);
    assertThat(table.findBatch(table.knownSnapshot(), batch("b1")))
        .hasValueSatisfying(found -> assertThat(found.fingerprint()).isEqualTo("print-b1"));
    assertThat(table.snapshot(new SnapshotTime.AtVersion(2)).files(Predicate.ALWAYS))
        .allMatch(file -> file.schemaVersion() == 1);
  }

  @Test
  void aChangeThatWouldRewriteTooMuchIsRefusedAndLeavesNothing() {
    Table table = create(100);
    append(table, "b1", 3);

    assertThatThrownBy(() -> table.evolve(table.knownSnapshot(), doubles))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.problem())
                    .isInstanceOfSatisfying(
                        Problem.SchemaConflict.class,
                        conflict ->
                            assertThat(conflict.field()).isEqualTo("/schema/fields/4/type")));
    assertThat(files(table)).singleElement().returns(1, DataFile::schemaVersion);
    assertThat(table.knownSnapshot().definition()).isEqualTo(longs);
    assertThat(
            new DeltaTables(store, Clock.systemUTC(), SETTINGS)
                .open(READINGS)
                .map(Table::knownSnapshot)
                .map(snapshot -> snapshot.version()))
        .isEqualTo(Optional.of(1L));
  }
}
