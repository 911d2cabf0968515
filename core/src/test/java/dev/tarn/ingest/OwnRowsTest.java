package dev.tarn.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.ClaimText;
import dev.tarn.access.DatasetGrants;
import dev.tarn.access.Principal;
import dev.tarn.catalog.Datasets;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.ingest.stored.StoredReceipts;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ParquetEncoder;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.problem.RejectedRecord;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordFormat;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.Tables;
import dev.tarn.table.delta.DeltaSettings;
import dev.tarn.table.delta.DeltaTables;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Writers who see some rows of a dataset alone.
class OwnRowsTest {
  private static final DatasetName READINGS = new DatasetName("readings");
  private static final String OWN = "{\"time\": 1, \"nothing\": null, \"team\": \"a\"}\n";

  private final MemoryStore store = new MemoryStore(Clock.systemUTC());
  private final Tables tables = new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT);
  private final Ingestion ingestion =
      new Ingestion(
          tables,
          new BatchDecoder(DecodeLimits.DEFAULT),
          new BatchFiles(store, ParquetEncoder::new, 4),
          new StoredReceipts(store),
          new MemoryMetrics());

  @BeforeEach
  void create() {
    define(Principal.withoutToken(), "team");
  }

  @Test
  void rowsOfOthersAreRefusedByTheirPlaceAndValue() {
    Problem.InvalidRecords refused =
        (Problem.InvalidRecords)
            refusal(
                writer("a"),
                OWN
                    + "{\"time\": 1, \"team\": \"b\", \"inner\": {\"team\": \"a\"}}\n"
                    + "{\"time\": 1, \"inner\": {\"team\": \"a\"}}\n"
                    + OWN);

    assertThat(refused.records()).isEqualTo(4);
    assertThat(refused.rejected()).isEqualTo(2);
    assertThat(refused.reasons())
        .extracting(RejectedRecord::record, RejectedRecord::pointer, RejectedRecord::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(1, "/team", "access"),
            org.assertj.core.groups.Tuple.tuple(2, "/team", "access"));
    assertThat(refused.reasons().getFirst().detail()).contains("'b'", "'a'", "claim 'team'");
    assertThat(refused.reasons().get(1).detail()).startsWith("is null");
    assertThat(refusal(writer(""), OWN)).isInstanceOf(Problem.InvalidRecords.class);
  }

  @Test
  void ownRowsAndForThoseWhoSeeAllAllRowsAreTaken() {
    assertThat(write(writer("a"), OWN, "k").receipt().accepted()).isEqualTo(1);
    assertThat(
            write(writer("[a b]"), OWN + OWN.replace("\"a\"", "\"b\""), "k").receipt().accepted())
        .isEqualTo(2);
    assertThat(write(writer("*"), OWN.replace("\"a\"", "null"), "k").receipt().accepted())
        .isEqualTo(1);
  }

  @Test
  void keysAndReceiptsAreTheirs() {
    IngestResult first = write(writer("a"), OWN, "key");
    IngestResult other = write(writer("b"), OWN.replace("\"a\"", "\"b\""), "key");
    IngestResult again = write(writer("a"), OWN, "key");

    assertThat(other.replayed()).isFalse();
    assertThat(again.replayed()).isTrue();
    assertThat(again.receipt()).isEqualTo(first.receipt());
    assertThat(ingestion.receipt(writer("a"), READINGS, first.receipt().batch()))
        .isEqualTo(first.receipt());
    assertThat(ingestion.receipt(writer("*"), READINGS, first.receipt().batch()))
        .isEqualTo(first.receipt());
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ingestion.receipt(writer("b"), READINGS, first.receipt().batch()))
        .matches(e -> e.problem() instanceof Problem.UnknownReceipt);
  }

  @Test
  void onlyWhoSeesAllRowsChangesRowAccess() {
    for (String other : new String[] {"other", ""}) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> define(writer("a"), other))
          .matches(e -> e.problem() instanceof Problem.Forbidden);
    }
    define(writer("a"), "team");
    define(writer("*"), "other");
  }

  private IngestResult write(Principal writer, String body, String key) {
    return ingestion.ingest(
        new IngestRequest(
            writer,
            READINGS,
            RecordFormat.NDJSON,
            new IngestRequest.Content(body.getBytes(StandardCharsets.UTF_8)),
            Optional.of(key)));
  }

  private Problem refusal(Principal writer, String body) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> write(writer, body, "refused"))
        .actual()
        .problem();
  }

  private static Principal writer(String claim) {
    return new Principal(
        "w",
        Set.of("ingest", "admin"),
        DatasetGrants.ALL,
        Map.of("team", ClaimText.values(claim)),
        Principal.Rows.BY_CLAIM);
  }

  /// @param claim of row access; empty for none
  private void define(Principal admin, String claim) {
    String definition =
        """
        {"eventTime": "time", %s "schema": {"type": "record", "name": "Reading", "fields": [
          {"name": "nothing", "type": "null"},
          {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "inner", "type": ["null", {"type": "record", "name": "Inner", "fields": [
            {"name": "team", "type": "string"}]}], "default": null},
          {"name": "team", "type": ["null", "string"], "default": null}]}}
        """
            .formatted(
                claim.isEmpty()
                    ? ""
                    : "\"rowAccess\": {\"column\": \"team\", \"claim\": \"" + claim + "\"},");
    var _ =
        new Datasets(tables)
            .put(
                admin,
                DefinitionJson.parseRequest(READINGS, definition.getBytes(StandardCharsets.UTF_8)),
                Optional.empty());
  }
}
