package dev.tarn.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.access.Principal;
import dev.tarn.catalog.PutResult.Change;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.DefinitionTag;
import dev.tarn.dataset.json.DefinitionJson;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.table.BatchId;
import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.DataFile;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.HistoryEntry;
import dev.tarn.table.Literal;
import dev.tarn.table.MemoryTables;
import dev.tarn.table.Table;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
  private static final DatasetName READINGS = new DatasetName("readings");
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final String OPTIONAL =
      "{\"name\":\"%s\",\"type\":[\"null\",\"int\"],\"default\":null}";

  private final MemoryTables memory = new MemoryTables(Clock.fixed(NOW, ZoneOffset.UTC));
  private final RacingTables tables = new RacingTables(memory);
  private final Datasets datasets = new Datasets(tables);
  private final Datasets rival = new Datasets(memory);

  @Test
  void aPutCreatesAtVersionZeroWithTheFirstSchemaVersion() {
    DatasetDefinition definition = definition("d");

    PutResult result =
        datasets.put(Principal.withoutToken(), definition.withSchemaVersion(40), Optional.empty());

    assertThat(result)
        .isEqualTo(new PutResult(Change.CREATED, definition, 0, DefinitionTag.of(definition)));
    assertThat(datasets.get(READINGS).definition()).isEqualTo(definition);
  }

  @Test
  void thePutOfWhatIsThereChangesNothing() {
    put(definition("d"));

    PutResult again = put(definition("d"));

    assertThat(again.change()).isEqualTo(Change.UNCHANGED);
    assertThat(again.version()).isZero();
    assertThat(datasets.history(Principal.withoutToken(), READINGS, 10)).hasSize(1);
  }

  @Test
  void aChangedSchemaGetsTheNextSchemaVersion() {
    put(definition("d"));

    PutResult second = put(definition("d", OPTIONAL.formatted("a")));
    PutResult third = put(definition("d", OPTIONAL.formatted("a"), OPTIONAL.formatted("b")));

    assertThat(second.change()).isEqualTo(Change.EVOLVED);
    assertThat(second.version()).isEqualTo(1);
    assertThat(second.definition().schemaVersion()).isEqualTo(2);
    assertThat(third.definition().schemaVersion()).isEqualTo(3);
    assertThat(datasets.get(READINGS).definition()).isEqualTo(third.definition());
    assertThat(datasets.get(READINGS).etag()).isEqualTo(third.etag()).isNotEqualTo(second.etag());
  }

  @Test
  void aChangeBesideTheSchemaKeepsTheSchemaVersion() {
    put(definition("d"));

    PutResult result = put(definition("other"));

    assertThat(result.change()).isEqualTo(Change.EVOLVED);
    assertThat(result.definition().schemaVersion()).isEqualTo(1);
    assertThat(result.version()).isEqualTo(1);
  }

  @Test
  void anInvalidOrConflictingDefinitionChangesNothing() {
    put(definition("d", OPTIONAL.formatted("a")));

    assertThat(problem(() -> put(definition("x".repeat(1_001)))))
        .isInstanceOf(Problem.InvalidDefinition.class);
    assertThat(problem(() -> put(definition("d")))).isInstanceOf(Problem.SchemaConflict.class);
    assertThat(datasets.history(Principal.withoutToken(), READINGS, 10)).hasSize(1);
  }

  @Test
  void ifMatchWithThePresentTagLetsThePutThrough() {
    String etag = put(definition("d")).etag();

    PutResult result =
        datasets.put(Principal.withoutToken(), definition("e"), Optional.of("\"nope\", " + etag));

    assertThat(result.change()).isEqualTo(Change.EVOLVED);
    assertThat(datasets.put(Principal.withoutToken(), definition("f"), Optional.of(" * ")).change())
        .isEqualTo(Change.EVOLVED);
  }

  @Test
  void ifMatchWithAnotherTagRefusesThePut() {
    String etag = put(definition("d")).etag();
    put(definition("e"));

    Problem problem =
        problem(() -> datasets.put(Principal.withoutToken(), definition("f"), Optional.of(etag)));

    assertThat(problem)
        .isEqualTo(new Problem.PreconditionFailed(etag, DefinitionTag.of(definition("e"))));
    assertThat(datasets.get(READINGS).definition().description()).contains("e");
  }

  @Test
  void aWeakTagMatchesNothing() {
    String etag = put(definition("d")).etag();

    assertThat(
            problem(() ->
                datasets.put(Principal.withoutToken(), definition("e"), Optional.of("W/" + etag))))
        .isInstanceOf(Problem.PreconditionFailed.class);
  }

  @Test
  void ifMatchNeverCreates() {
    assertThat(
            problem(
                () -> datasets.put(Principal.withoutToken(), definition("d"), Optional.of("*"))))
        .isInstanceOf(Problem.PreconditionFailed.class);
    assertThat(
            problem(() ->
                datasets.put(Principal.withoutToken(), definition("d"), Optional.of("\"a\""))))
        .isInstanceOf(Problem.PreconditionFailed.class);
    assertThat(datasets.list(Principal.withoutToken())).isEmpty();
  }

  @Test
  void aRetriedConditionalPutIsAnsweredAsDone() {
    String etag = put(definition("d")).etag();
    datasets.put(Principal.withoutToken(), definition("e"), Optional.of(etag));

    PutResult retried = datasets.put(Principal.withoutToken(), definition("e"), Optional.of(etag));

    assertThat(retried.change()).isEqualTo(Change.UNCHANGED);
    assertThat(datasets.history(Principal.withoutToken(), READINGS, 10)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "abc", "\"a", "\"a\" \"b\"", "\"a\",", "*, \"a\"", "\"a b\"", "w/\"a\""})
  void ifMatchThatIsNoneIsRefused(String header) {
    put(definition("d"));

    assertThat(
            problem(
                () -> datasets.put(Principal.withoutToken(), definition("e"), Optional.of(header))))
        .isInstanceOf(Problem.MalformedRequest.class);
  }

  @Test
  void aPutThatLosesTheCreationEvolvesWhatTheOtherCreated() {
    tables.before(() -> rival.put(Principal.withoutToken(), definition("rival"), Optional.empty()));

    PutResult result = put(definition("mine"));

    assertThat(result.change()).isEqualTo(Change.EVOLVED);
    assertThat(result.version()).isEqualTo(1);
  }

  @Test
  void aPutThatLosesARaceIsCheckedAgainAgainstTheWinner() {
    put(definition("d"));
    tables.before(() ->
        rival.put(
            Principal.withoutToken(), definition("d", OPTIONAL.formatted("a")), Optional.empty()));

    Problem problem = problem(() -> put(definition("d", OPTIONAL.formatted("b"))));

    assertThat(problem).isInstanceOf(Problem.SchemaConflict.class);
    assertThat(problem.detail()).contains("'a'");
  }

  @Test
  void aConditionalPutThatLosesARaceFailsItsCondition() {
    String etag = put(definition("d")).etag();
    tables.before(() -> rival.put(Principal.withoutToken(), definition("rival"), Optional.empty()));

    assertThat(
            problem(() ->
                datasets.put(Principal.withoutToken(), definition("mine"), Optional.of(etag))))
        .isInstanceOf(Problem.PreconditionFailed.class);
  }

  @Test
  void aRivalThatDiffersInADocAloneIsNotTakenForThisPut() {
    put(definition("d"));
    String documented =
        "{\"name\":\"a\",\"type\":[\"null\",\"int\"],\"default\":null,\"doc\":\"%s\"}";
    tables.before(() ->
        rival.put(
            Principal.withoutToken(),
            definition("d", documented.formatted("rival")),
            Optional.empty()));

    PutResult result = put(definition("d", documented.formatted("mine")));

    assertThat(result.definition().schemaVersion()).isEqualTo(3);
    assertThat(datasets.get(READINGS).etag())
        .isEqualTo(DefinitionTag.of(definition("d", documented.formatted("mine"))));
  }

  @Test
  void aPutThatKeepsLosingGivesUp() {
    put(definition("d"));
    IntStream.range(0, 20)
        .forEach(i ->
            tables.before(() ->
                rival.put(Principal.withoutToken(), definition("rival " + i), Optional.empty())));

    assertThat(problem(() -> put(definition("mine")))).isInstanceOf(Problem.Busy.class);
  }

  @Test
  void putsAtOnceLeaveOneDefinitionPerVersion() throws Exception {
    Set<Long> versions = ConcurrentHashMap.newKeySet();
    List<Callable<PutResult>> puts =
        IntStream.range(0, 8)
            .<Callable<PutResult>>mapToObj(i ->
                () ->
                    rival.put(
                        Principal.withoutToken(), definition("writer " + i), Optional.empty()))
            .toList();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (var put : threads.invokeAll(puts)) {
        assertThat(versions.add(put.get().version())).isTrue();
      }
    }

    assertThat(rival.history(Principal.withoutToken(), READINGS, 100)).hasSize(8);
  }

  @Test
  void aSummaryAddsUpTheFiles() {
    put(definition("d"));
    append(
        "b1", file("2026-01-01", 10, 100, times("2026-01-01T01:00:00Z", "2026-01-01T02:00:00Z")));
    append(
        "b2", file("2026-01-03", 5, 50, times("2026-01-03T01:00:00.5Z", "2026-01-03T01:00:00.7Z")));

    DatasetSummary summary = datasets.get(READINGS);

    assertThat(summary.version()).isEqualTo(2);
    assertThat(summary.time()).isEqualTo(NOW);
    assertThat(summary.rows()).isEqualTo(15);
    assertThat(summary.files()).isEqualTo(2);
    assertThat(summary.bytes()).isEqualTo(150);
    assertThat(summary.firstEventTime()).contains(Instant.parse("2026-01-01T01:00:00Z"));
    assertThat(summary.lastEventTime()).contains(Instant.parse("2026-01-03T01:00:00.7Z"));
  }

  @Test
  void anEmptyDatasetHasNoEventTimes() {
    put(definition("d"));

    assertThat(datasets.get(READINGS).firstEventTime()).isEmpty();
    assertThat(datasets.get(READINGS).lastEventTime()).isEmpty();
    assertThat(datasets.get(READINGS).rows()).isZero();
  }

  @Test
  void eventTimesInMillisecondsAreExactThoughStatisticsAreRounded() {
    put(
        parse(
            "readings",
            "{%s,\"eventTime\":\"time\"}".formatted(schema()).replace("micros", "millis")));
    append(
        "b1",
        file("2026-01-01", 1, 1, times("2026-01-01T01:00:00.5Z", "2026-01-01T01:00:00.500999Z")));

    assertThat(datasets.get(READINGS).lastEventTime())
        .contains(Instant.parse("2026-01-01T01:00:00.5Z"));
  }

  @Test
  void eventTimesAreNotGuessedWhereAFileDoesNotTell() {
    put(definition("d"));
    append(
        "b1", file("2026-01-01", 10, 100, times("2026-01-01T01:00:00Z", "2026-01-01T02:00:00Z")));
    append("b2", file("2026-01-03", 5, 50, Map.of()));

    assertThat(datasets.get(READINGS).firstEventTime()).isEmpty();
    assertThat(datasets.get(READINGS).lastEventTime()).isEmpty();
  }

  @Test
  void datasetsAreListedByName() {
    put(definition("first"));
    DatasetDefinition other = parse("alpha", "{%s,\"eventTime\":\"time\"}".formatted(schema()));
    put(other);

    assertThat(datasets.list(Principal.withoutToken()))
        .containsExactly(
            new DatasetEntry(new DatasetName("alpha"), Optional.empty(), OptionalLong.of(0)),
            new DatasetEntry(READINGS, Optional.of("first"), OptionalLong.of(0)));
  }

  @Test
  void historyIsNewestFirstAndLimited() {
    put(definition("a"));
    put(definition("b"));
    put(definition("c"));

    assertThat(datasets.history(Principal.withoutToken(), READINGS, 2))
        .extracting(HistoryEntry::version)
        .containsExactly(2L, 1L);
    assertThat(problem(() -> datasets.history(Principal.withoutToken(), READINGS, 0)))
        .isInstanceOf(Problem.MalformedRequest.class);
    assertThat(problem(() -> datasets.history(Principal.withoutToken(), READINGS, 1_001)))
        .isInstanceOf(Problem.MalformedRequest.class);
  }

  @Test
  void anUnknownDatasetIsNamed() {
    assertThat(problem(() -> datasets.get(READINGS)))
        .isEqualTo(new Problem.UnknownDataset("readings"));
    assertThat(problem(() -> datasets.history(Principal.withoutToken(), READINGS, 1)))
        .isEqualTo(new Problem.UnknownDataset("readings"));
  }

  private PutResult put(DatasetDefinition definition) {
    return datasets.put(Principal.withoutToken(), definition, Optional.empty());
  }

  private void append(String batch, DataFile file) {
    Table table = memory.open(READINGS).orElseThrow();
    var _ = table.append(table.knownSnapshot(), new BatchId(batch), batch, List.of(file));
  }

  private DataFile file(String date, long rows, long bytes, Map<String, ColumnStatistics> columns) {
    LocalDate eventDate = LocalDate.parse(date);
    return new DataFile(
        memory.open(READINGS).orElseThrow().newDataFileKey(new BatchId("b"), eventDate),
        bytes,
        eventDate,
        1,
        new FileStatistics(rows, columns));
  }

  private static Map<String, ColumnStatistics> times(String first, String last) {
    return Map.of(
        "time",
        new ColumnStatistics(
            Optional.of(timestamp(first)), Optional.of(timestamp(last)), OptionalLong.of(0)));
  }

  private static Literal timestamp(String text) {
    Instant instant = Instant.parse(text);
    return new Literal.OfTimestamp(
        instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000);
  }

  private static DatasetDefinition definition(String description, String... fields) {
    return parse(
        "readings",
        "{%s,\"eventTime\":\"time\",\"description\":\"%s\"}"
            .formatted(schema(fields), description));
  }

  private static String schema(String... fields) {
    return "\"schema\":{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"time\",\"type\":"
        + "{\"type\":\"long\",\"logicalType\":\"timestamp-micros\"}}"
        + (fields.length == 0 ? "" : "," + String.join(",", fields))
        + "]}";
  }

  private static DatasetDefinition parse(String name, String json) {
    return DefinitionJson.parseRequest(
        new DatasetName(name), json.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem problem(ThrowingCallable call) {
    ProblemException refusal = catchThrowableOfType(ProblemException.class, call);
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.problem();
  }
}
