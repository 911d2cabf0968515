package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.OtherFormats;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.MeteredStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A batch in whatever format is in the table whole, or has left nothing.
final class MutatedFilesTest {
  private static final DatasetName READINGS = new DatasetName("readings");
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Reading", "fields": [
        {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "device", "type": "string"},
        {"name": "values", "type": {"type": "array", "items": "double"}}]},
       "eventTime": "time"}
      """;

  private final MeteredStore store = new MeteredStore(new MemoryStore(Clock.systemUTC()));
  private final Tables tables = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
  private final Ingestion ingestion =
      new Ingestion(
          tables,
          new BatchDecoder(DecodeLimits.DEFAULT),
          new BatchFiles(store, ParquetEncoder::new, 100),
          new StoredReceipts(store),
          new MemoryMetrics());

  @Test
  @Timeout(120)
  void aBatchThatIsRefusedPutsNothing() {
    new Datasets(tables)
        .put(
            Principal.withoutToken(),
            DefinitionJson.parseRequest(READINGS, DEFINITION.getBytes(StandardCharsets.UTF_8)),
            Optional.empty());
    Table table = tables.open(READINGS).orElseThrow();
    Schema schema = table.snapshot(new SnapshotTime.Latest()).definition().schema();
    List<String> records =
        IntStream.range(0, 20)
            .mapToObj(i ->
                "{\"time\": %d, \"device\": \"d%d\", \"values\": [%d.5]}".formatted(i, i % 3, i))
            .toList();
    byte[] csv = OtherFormats.csv(schema, records, LineDelimiter.LF);
    byte[] avro = OtherFormats.avro(schema, records, CodecFactory.deflateCodec(6), 200);
    Random random = new Random(42);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      RecordFormat format = i % 2 == 0 ? RecordFormat.CSV : RecordFormat.AVRO;
      byte[] body = (format == RecordFormat.CSV ? csv : avro).clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      long puts = store.usage().puts();
      long version = table.snapshot(new SnapshotTime.Latest()).version();
      try {
        Receipt receipt =
            ingestion
                .ingest(
                    new IngestRequest(
                        Principal.withoutToken(),
                        READINGS,
                        format,
                        new IngestRequest.Content(body),
                        Optional.empty()))
                .receipt();
        assertThat(receipt.version()).isEqualTo(version + 1);
      } catch (ProblemException e) {
        refused++;
        assertThat(e.problem().type().status()).isBetween(400, 499);
        assertThat(store.usage().puts()).isEqualTo(puts);
        assertThat(table.snapshot(new SnapshotTime.Latest()).version()).isEqualTo(version);
      }
    }
    assertThat(refused).isBetween(100, 299);
  }
}
