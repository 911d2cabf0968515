package dev.tarn.local.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import dev.tarn.local.infra.MeasuredRun.Series;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.ProblemType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every metric of Tarn's that an alarm or the dashboard watches is one that the function it is of
/// measures, in that unit. With which dimensions, `EmfMetricsTest` and `CloudWatchMetricsTest`
/// hold.
class WatchedMetricsTest {
  private static final Set<String> AWS =
      Set.of(
          "AWS/ApiGateway",
          "AWS/Billing",
          "AWS/CloudFront",
          "AWS/Events",
          "AWS/Lambda",
          "AWS/SQS",
          "AWS/Scheduler");

  /// Measured only when something is broken that a run does not break.
  private static final Map<Metric, Operation.Function> OF_FAULTS =
      Map.of(
          Metric.RECEIPTS_NOT_KEPT, Operation.Function.INGEST,
          Metric.JOBS_FAILED, Operation.Function.EXPORT);

  private static Set<Series> measured = Set.of();

  @BeforeAll
  static void doAllThatTheFunctionsAreFor(@TempDir Path lake) throws Exception {
    measured = new TreeSet<>(MeasuredRun.over(lake));
    OF_FAULTS.forEach((metric, function) ->
        measured.add(
            new Series(function.label(), metric.cloudWatchName(), metric.unit().cloudWatchName())));
  }

  private final ArrayNode alarms = (ArrayNode) InfraFiles.json("modules/observe/alarms.json");

  @Test
  void alarmsWatchWhatIsMeasured() {
    assertThat(unmeasured(alarms)).isEmpty();
  }

  @Test
  void theDashboardShowsWhatIsMeasured() {
    assertThat(unmeasured(InfraFiles.json("modules/observe/dashboard.json"))).isEmpty();
  }

  @Test
  void whatNobodyMeasuresIsFound() {
    assertThat(planted("export-lag", "metric", "ExportLags")).isNotEmpty();
    assertThat(planted("export-lag", "unit", "Milliseconds")).isNotEmpty();
    assertThat(planted("export-lag", "of", "ingest")).isNotEmpty();
    assertThat(planted("export-lag", "namespace", "Tam")).isNotEmpty();
    assertThat(planted("internal", "metric", "Problems.inside")).isNotEmpty();
    assertThat(planted("internal", "metric", "Problem.internal")).isNotEmpty();
  }

  @Test
  void everyMetricIsMeasured() {
    Set<String> names = measured.stream().map(Series::metric).collect(Collectors.toSet());

    assertThat(
            Arrays.stream(Metric.values())
                .filter(metric ->
                    names.stream()
                        .noneMatch(name ->
                            name.equals(metric.cloudWatchName())
                                || name.startsWith(metric.cloudWatchName() + "."))))
        .isEmpty();
  }

  @Test
  void theReferenceListsEveryMetricWithItsUnit() {
    Map<String, String> listed = documented(InfraFiles.text("docs/reference/metrics.md"));

    assertThat(listed).isEqualTo(known());
    assertThat(documented("| `Exports` | Bytes | of |")).isNotEqualTo(known());
  }

  private List<String> planted(String alarm, String field, String value) {
    ArrayNode copy = alarms.deepCopy();
    for (JsonNode each : copy) {
      if (each.path("name").asText().equals(alarm)) {
        ((ObjectNode) each).put(field, value);
      }
    }
    return unmeasured(copy);
  }

  /// What is watched, wherever it stands in `document`, and not measured.
  private static List<String> unmeasured(JsonNode document) {
    List<String> unmeasured = new ArrayList<>();
    for (JsonNode watched : document.findParents("metric")) {
      String namespace = watched.path("namespace").asText();
      if (namespace.equals(Metrics.NAMESPACE) ? !isMeasured(watched) : !AWS.contains(namespace)) {
        unmeasured.add(watched.toString());
      }
    }
    return unmeasured;
  }

  private static boolean isMeasured(JsonNode watched) {
    String name = watched.path("metric").asText();
    String unit = watched.path("unit").asText();
    return functions(watched.path("of").asText())
        .allMatch(function ->
            measured.contains(new Series(function, name, unit)) || isProblem(function, name, unit));
  }

  /// Problems are measured by their codes, of which a run meets few.
  private static boolean isProblem(String function, String name, String unit) {
    String problems = Metric.PROBLEMS.cloudWatchName() + ".";
    return unit.equals(Metric.PROBLEMS.unit().cloudWatchName())
        && Arrays.stream(ProblemType.values()).anyMatch(type -> name.equals(problems + type.code()))
        && measured.stream()
            .anyMatch(series ->
                series.function().equals(function) && series.metric().startsWith(problems));
  }

  private static Stream<String> functions(String of) {
    return of.equals("each function")
        ? Arrays.stream(Operation.Function.values()).map(Operation.Function::label)
        : Stream.of(of);
  }

  private static Map<String, String> known() {
    Map<String, String> known = new TreeMap<>();
    for (Metric metric : Metric.values()) {
      known.put(metric.cloudWatchName(), metric.unit().cloudWatchName());
    }
    return known;
  }

  /// Names and units of the reference's tables; names that go on with a code count without it.
  private static Map<String, String> documented(String text) {
    Map<String, String> documented = new TreeMap<>();
    for (String row : text.lines().toList()) {
      String[] cells = row.split("\\|", -1);
      if (row.startsWith("| `") && cells.length > 3) {
        names(cells[1]).forEach(name -> documented.put(name, cells[2].strip()));
      }
    }
    return documented;
  }

  private static Set<String> names(String cell) {
    return Pattern.compile("`([A-Za-z]+)(\\.<code>)?`")
        .matcher(cell)
        .results()
        .map((MatchResult name) -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
