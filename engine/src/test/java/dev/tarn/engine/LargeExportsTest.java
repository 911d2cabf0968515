package dev.tarn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.UnloadRequest;
import dev.tarn.export.UnloadState;
import dev.tarn.export.Unloading;
import dev.tarn.job.JobId;
import dev.tarn.job.JobState;
import dev.tarn.parquet.UnloadedFile;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports by SQL that are too large for one run, with and without somewhere else to run them.
class LargeExportsTest {
  private static final String SQL = "SELECT * FROM readings WHERE id > 0";

  @TempDir private Path directory;

  private final Elsewhere elsewhere = new Elsewhere();

  /// Runs nothing: what it unloads are the dataset's files.
  private static final class Elsewhere implements Unloading {
    final List<UnloadRequest> requests = new ArrayList<>();
    Function<Integer, UnloadState> states =
        look -> new UnloadState.Succeeded(1, Duration.ofSeconds(1));
    Optional<ExportingLake> lake = Optional.empty();
    int looks;
    int failures;

    @Override
    public String start(UnloadRequest request) {
      requests.add(request);
      if (failures-- > 0) {
        throw new StoreException("no answer");
      }
      ExportingLake from = lake.orElseThrow();
      int number = 0;
      for (DataFile file : files(from)) {
        ObjectKey place = new ObjectKey(request.prefix().value() + "/2026_x" + number++);
        var _ = from.published.put(place, from.store.get(file.key()).bytes());
      }
      return "execution-" + requests.size();
    }

    @Override
    public UnloadState state(String id) {
      return states.apply(++looks);
    }
  }

  private static List<DataFile> files(ExportingLake lake) {
    return lake.tables
        .open(ExportingLake.READINGS)
        .orElseThrow()
        .snapshot(new SnapshotTime.Latest())
        .files(Predicate.ALWAYS);
  }

  private ExportingLake lake(Optional<Unloading> unloading) {
    ExportingLake lake = new ExportingLake(directory, 1_000_000, 1, unloading);
    elsewhere.lake = Optional.of(lake);
    lake.define("");
    lake.ingest(
        """
        {"id": 1, "time": "2026-02-01T00:00:00Z"}
        {"id": 2, "time": "2026-02-02T00:00:00Z"}
        {"id": 3, "time": "2026-02-02T00:00:00Z"}
        """);
    return lake;
  }

  private static JobId ask(ExportingLake lake) {
    return lake.ask(ExportFormat.PARQUET, ExportCompression.ZSTD, SQL);
  }

  private static List<String> keys(ObjectStore store, String prefix) {
    return store.list(prefix, Optional.empty()).objects().stream()
        .map(object -> object.key().value())
        .toList();
  }

  private static void failed(ExportingLake lake, JobId id, String code, String detail) {
    assertThat(lake.job(id).state())
        .asInstanceOf(type(JobState.Failed.class))
        .satisfies(failed -> {
          assertThat(failed.code()).isEqualTo(code);
          assertThat(failed.detail()).contains(detail);
        });
    assertThat(keys(lake.published, "exports/")).isEmpty();
  }

  @Test
  void whatWasUnloadedIsPublishedWithTheSameManifest() {
    ExportingLake lake = lake(Optional.of(elsewhere));
    elsewhere.states =
        look ->
            look < 4
                ? new UnloadState.Running()
                : new UnloadState.Succeeded(1, Duration.ofSeconds(90));
    JobId id = ask(lake);
    lake.work();

    JsonNode manifest = lake.manifest(id);
    assertThat(elsewhere.requests).hasSize(1);
    assertThat(elsewhere.requests.getFirst().sql()).isEqualTo(SQL);
    assertThat(elsewhere.requests.getFirst().prefix().value()).startsWith("staging/readings/");
    assertThat(elsewhere.looks).isEqualTo(4);
    assertThat(manifest.path("rows").asInt()).isEqualTo(3);
    assertThat(manifest.path("version").asInt()).isEqualTo(1);
    assertThat(manifest.at("/schema/fields").findValuesAsText("name"))
        .containsExactly("id", "time");
    assertThat(manifest.path("parts").findValuesAsText("path"))
        .hasSize(2)
        .allMatch(path -> path.matches("exports/readings/.*/part-000[12]\\.parquet"));
    assertThat(lake.parts(manifest).stream().mapToLong(part -> UnloadedFile.read(part).rows()))
        .containsExactlyInAnyOrder(1L, 2L);
    assertThat(keys(lake.published, "staging/")).isEmpty();
    assertThat(lake.job(id).attempts()).isZero();
  }

  @Test
  void aFailureThatMayPassIsTriedAgainBesideTheFirst() {
    ExportingLake lake = lake(Optional.of(elsewhere));
    elsewhere.states =
        look ->
            look == 1
                ? new UnloadState.Failed("throttled", true)
                : new UnloadState.Succeeded(1, Duration.ofSeconds(1));
    JobId id = ask(lake);
    lake.work();

    assertThat(lake.manifest(id).path("rows").asInt()).isEqualTo(3);
    assertThat(elsewhere.requests).hasSize(2);
    assertThat(elsewhere.requests).extracting(UnloadRequest::prefix).doesNotHaveDuplicates();
    assertThat(elsewhere.requests).extracting(UnloadRequest::token).doesNotHaveDuplicates();
    assertThat(keys(lake.published, "staging/")).isEmpty();
  }

  @Test
  void aStartWithoutAnAnswerIsMadeAgainWithItsToken() {
    ExportingLake lake = lake(Optional.of(elsewhere));
    elsewhere.failures = 1;
    JobId id = ask(lake);
    lake.work();

    assertThat(lake.manifest(id).path("rows").asInt()).isEqualTo(3);
    assertThat(elsewhere.requests).hasSize(2);
    assertThat(elsewhere.requests.get(1)).isEqualTo(elsewhere.requests.get(0));
  }

  @Test
  void aFailureThatWillNotPassFailsTheExport() {
    ExportingLake lake = lake(Optional.of(elsewhere));
    elsewhere.states = look -> new UnloadState.Failed("no such function", false);
    JobId id = ask(lake);
    lake.work();

    assertThat(elsewhere.requests).hasSize(1);
    failed(lake, id, "sql-refused", "no such function");
  }

  @Test
  void afterThreeTriesItFails() {
    ExportingLake lake = lake(Optional.of(elsewhere));
    elsewhere.states = look -> new UnloadState.Failed("throttled", true);
    JobId id = ask(lake);
    lake.work();

    assertThat(elsewhere.requests).hasSize(3);
    failed(lake, id, "sql-refused", "throttled");
  }

  @Test
  void withNowhereElseItIsTooLarge() {
    ExportingLake lake = lake(Optional.empty());
    JobId id = ask(lake);
    lake.work();

    failed(lake, id, "query-too-large", "");
  }

  @Test
  void otherFormatsThanParquetAreNotRunElsewhere() {
    ExportingLake lake = lake(Optional.of(elsewhere));
    JobId id = lake.ask(ExportFormat.CSV, ExportCompression.GZIP, SQL);
    lake.work();

    assertThat(elsewhere.requests).isEmpty();
    failed(lake, id, "query-too-large", "");
  }

  @Test
  void whatIsNoParquetIsNotPublished() {
    ExportingLake lake = lake(Optional.of(elsewhere));
    elsewhere.states =
        look -> {
          ObjectKey place =
              new ObjectKey(elsewhere.requests.getFirst().prefix().value() + "/2026_y");
          var _ = lake.published.put(place, "garbage".getBytes(StandardCharsets.UTF_8));
          return new UnloadState.Succeeded(1, Duration.ofSeconds(1));
        };
    JobId id = ask(lake);
    lake.work();
    lake.work();

    failed(lake, id, "internal", "");
  }
}
