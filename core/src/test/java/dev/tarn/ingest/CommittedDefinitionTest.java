package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.BatchId;
import dev.tarn.table.CommittedBatch;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommittedDefinitionTest {
  private static final DatasetName READINGS = new DatasetName("readings");

  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final Tables tables = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);

  @Test
  void isThatOfTheBatchsTimeWhateverElseIsKnown() {
    define("");
    Table table = tables.open(READINGS).orElseThrow();
    TableSnapshot before = table.snapshot(new SnapshotTime.Latest());
    BatchId first = ingest();
    define(", {\"name\": \"unit\", \"type\": [\"null\", \"string\"], \"default\": null}");
    BatchId second = ingest();
    TableSnapshot latest = table.snapshot(new SnapshotTime.Latest());
    CommittedBatch early = table.findBatch(latest, first).orElseThrow();
    CommittedBatch late = table.findBatch(latest, second).orElseThrow();

    assertThat(CommittedDefinition.of(table, latest, early).schemaVersion()).isEqualTo(1);
    assertThat(CommittedDefinition.of(table, latest, late).schemaVersion()).isEqualTo(2);
    assertThat(CommittedDefinition.of(table, before, early).schemaVersion()).isEqualTo(1);
    assertThat(CommittedDefinition.of(table, before, late).schemaVersion()).isEqualTo(2);
  }

  private BatchId ingest() {
    return new Ingesting(tables, store, new MemoryMetrics())
        .lines(READINGS, "{\"time\": \"2026-01-01T00:00:00Z\"}")
        .batch();
  }

  private void define(String moreFields) {
    var _ =
        new Datasets(tables)
            .put(
                Principal.withoutToken(),
                DefinitionJson.parseRequest(
                    READINGS,
                    """
                    {"eventTime": "time", "schema": {"type": "record", "name": "R", "fields": [
                      {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}}%s]}}
                    """
                        .formatted(moreFields)
                        .getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }
}
