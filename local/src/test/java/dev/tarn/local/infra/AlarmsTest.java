package dev.tarn.local.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.Operation;
import dev.tarn.cost.Deployment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Whoever is woken by an alarm finds what to do: its description, which Terraform ends with the
/// section of the runbook, leads to one that is there.
class AlarmsTest {
  private static final String EACH = "each function";

  private final ArrayNode alarms = (ArrayNode) InfraFiles.json("modules/observe/alarms.json");
  private final String runbook = InfraFiles.text("docs/how-to/runbook.md");

  @Test
  void everyAlarmHasItsSectionOfTheRunbook() {
    assertThat(anchors(runbook)).containsAll(expanded(alarms));
  }

  @Test
  void anAlarmWithoutOneIsFound() {
    ArrayNode more = alarms.deepCopy();
    more.add(((ObjectNode) alarms.get(0)).deepCopy().put("name", "unexplained"));

    assertThat(expanded(more)).contains("query-unexplained");
    assertThat(anchors(runbook)).doesNotContain("query-unexplained");
  }

  @Test
  void theReferenceListsEveryAlarmAndNoOther() {
    Set<String> listed = new TreeSet<>();
    String reference = InfraFiles.text("docs/reference/infrastructure.md");
    for (String row : reference.substring(reference.indexOf("## Alarms")).lines().toList()) {
      Pattern.compile("^\\| `([^`]+)` \\|")
          .matcher(row)
          .results()
          .forEach(name -> listed.add(name.group(1)));
    }

    assertThat(listed).isEqualTo(names(alarms));
  }

  @Test
  void anAlarmIsNamedOnceAndSaysWhatItMeans() {
    List<String> names = new ArrayList<>();
    alarms.forEach(alarm -> names.add(alarm.path("name").asText()));

    assertThat(names).doesNotHaveDuplicates();
    assertThat(alarms)
        .allSatisfy(
            alarm -> assertThat(alarm.path("description").asText()).matches("[A-Z{].{10,200}\\."));
  }

  @Test
  void theCostModelCountsThem() {
    assertThat(Deployment.DEFAULT.alarms()).isEqualTo(expanded(alarms).size());
  }

  private static Set<String> names(JsonNode alarms) {
    Set<String> names = new TreeSet<>();
    alarms.forEach(alarm -> names.add(name(alarm)));
    return names;
  }

  /// The names that alarms have in AWS, after the environment's.
  private static Set<String> expanded(JsonNode alarms) {
    return names(alarms).stream()
        .flatMap(name ->
            Arrays.stream(Operation.Function.values())
                .map(function -> name.replace("<function>", function.label())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(JsonNode alarm) {
    String name = alarm.path("name").asText();
    return alarm.path("of").asText().equals(EACH) ? "<function>-" + name : name;
  }

  /// Of the headings, whichever their level.
  private static Set<String> anchors(String markdown) {
    return Pattern.compile("^#+ (.+)$", Pattern.MULTILINE)
        .matcher(markdown)
        .results()
        .map((MatchResult heading) -> anchor(heading.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// How GitHub names a heading.
  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9 _-]", "")
        .strip()
        .replace(' ', '-');
  }
}
