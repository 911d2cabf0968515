package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.Operation;
import dev.tarn.catalog.Datasets;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.parquet.ColumnChunkFetcher;
import dev.tarn.parquet.FetchSettings;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.EngineChoice;
import dev.tarn.query.NoSql;
import dev.tarn.query.QueryEngines;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryPrice;
import dev.tarn.query.Querying;
import dev.tarn.query.RecordPages;
import dev.tarn.query.ScratchSpace;
import dev.tarn.query.SqlEngine;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.table.MemoryTables;
import dev.tarn.table.Tables;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Mockito;

/// `POST /v1/query` up to where SQL would be run, which nothing does here.
final class EngineEndpointTest {
  private static final String GOOD = "{\"sql\": \"SELECT 1\"}";

  @TempDir Path scratch;

  /// Of several faults, the one that is told; each row has one fault less than the row before it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text/plain       | {"sql": 1   | more    | yes   | image/png | UnsupportedMediaType | content-type
          application/json | {"sql": 1   | more    | yes   | image/png | MalformedRequest     | is not JSON
          application/json | {"sql": 1}  | more    | yes   | image/png | MalformedRequest     | sql must be
          application/json | GOOD        | more    | yes   | image/png | MalformedRequest     | there is no query parameter
          application/json | GOOD        | explain | yes   | image/png | MalformedRequest     | explain is
          application/json | GOOD        | explain | false | image/png | NotAcceptable        | image/png
          """)
  void theFirstOfSeveralFaultsIsTold(
      String type,
      String body,
      String parameter,
      String value,
      String accept,
      String problem,
      String detail) {
    ApiRequest request =
        request(type, body.equals("GOOD") ? GOOD : body, Map.of(parameter, value), accept);

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> answer(QueryEngines.ownAlone(), request))
        .satisfies(thrown -> {
          assertThat(thrown.problem().getClass().getSimpleName()).isEqualTo(problem);
          assertThat(thrown.problem().detail()).contains(detail);
        });
  }

  @ParameterizedTest
  @CsvSource({"false, image/png", "true, */*", "true, image/png", "false, */*"})
  void aRequestWithoutFaultComesToItsSqlAndAnExplanationWhateverIsAccepted(
      String explain, String accept) {
    ApiRequest request = request("application/json", GOOD, Map.of("explain", explain), accept);

    if (explain.equals("false") && accept.equals("image/png")) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> answer(QueryEngines.ownAlone(), request))
          .matches(thrown -> thrown.problem() instanceof Problem.NotAcceptable);
    } else {
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> answer(QueryEngines.ownAlone(), request))
          .withMessage("no SQL is run here");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = EngineChoice.class,
      names = {"DUCKDB", "AUTO"})
  void theBodyIsReadOnceWhicheverEngineRunsTheQuery(EngineChoice engine) {
    ApiRequest request = Mockito.spy(request("application/json", GOOD, Map.of(), "*/*"));

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> answer(new QueryEngines(engine, Optional.empty()), request));

    Mockito.verify(request, Mockito.times(1)).body();
  }

  @Test
  void anEngineThatIsNotThereIsTold() {
    ApiRequest request =
        request(
            "application/json",
            "{\"sql\": \"SELECT 1\", \"engine\": \"athena\"}",
            Map.of(),
            "image/png");

    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> answer(QueryEngines.ownAlone(), request))
        .matches(thrown -> thrown.problem() instanceof Problem.EngineNotConfigured);
  }

  private ApiResponse answer(QueryEngines engines, ApiRequest request) {
    ObjectStore store = new MemoryStore(Clock.systemUTC());
    Tables tables = new MemoryTables(Clock.systemUTC());
    SqlEngine engine = new NoSql();
    ScratchSpace space = new ScratchSpace(scratch);
    QueryLimits limits = new QueryLimits(Duration.ofSeconds(25), 1_000, 1, 1, 1, 10, 10);
    Querying querying =
        new Querying(
            tables,
            engine,
            new ColumnChunkFetcher(store, FetchSettings.DEFAULT, Optional.empty()),
            space,
            new QueryPrice(1_024),
            new MemoryMetrics());
    Endpoint endpoint =
        Objects.requireNonNull(
            new QueryRoutes(
                    new Datasets(tables),
                    querying,
                    new RecordPages(tables),
                    limits,
                    engines,
                    space,
                    1_000,
                    engine,
                    store)
                .endpoints()
                .get(Operation.POST_QUERY));
    return endpoint.handle(request);
  }

  private static ApiRequest request(
      String type, String body, Map<String, String> parameters, String accept) {
    return new ApiRequest(
        "id",
        Operation.POST_QUERY,
        Principal.withoutToken(),
        Map.of(),
        parameters,
        Map.of("content-type", type, "accept", accept),
        body.getBytes(StandardCharsets.UTF_8));
  }
}
