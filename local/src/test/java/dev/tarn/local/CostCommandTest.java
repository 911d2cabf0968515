package dev.tarn.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.cost.Deployment;
import dev.tarn.price.ListPrice;
import dev.tarn.price.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostCommandTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path INFRA = Path.of("..", "infra");

  private static TestConsole console() {
    return new TestConsole(event -> TestConsole.answer(500, "application/json", "{}"));
  }

  private static String output(String arguments) {
    TestConsole console = console();
    assertThat(console.run(arguments.split(" "))).as(console.err()).isZero();
    assertThat(console.lakes()).as("no lake is opened").isEmpty();
    return console.out();
  }

  @Test
  void helpNamesTheOptions() {
    assertThat(output("cost --help"))
        .contains("Usage: tarn cost", "--devices", "--rate", "--batch", "--explain", "--free-tier");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cost",
        "cost --explain",
        "cost --devices 0",
        "cost --devices 1000000000 --rate 60/min --explain",
        "cost --datasets 100000 --free-tier"
      })
  void linesHave80ColumnsAtMost(String arguments) {
    assertThat(output(arguments).lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void explainTellsEveryLineWithItsFormulaAndPrice() {
    assertThat(output("cost --explain").replaceAll("\\s+", " "))
        .contains(
            "puts of batches: 13,140,000 = 4,380,000 batches × 3 (data file, log entry, receipt);"
                + " PUT, COPY, POST, LIST requests at $0.005 for 1,000 requests");
  }

  @Test
  void jsonHasSumsLinesAndWarnings() throws IOException {
    JsonNode document = new JsonMapper().readTree(output("cost --format json"));

    assertThat(document.path("currency").asText()).isEqualTo("USD");
    assertThat(document.path("pricesTaken").asText()).isEqualTo(ListPrice.TAKEN.toString());
    assertThat(document.path("recordsPerMonth").asDouble()).isEqualTo(4_380_000);
    double lines = 0;
    for (JsonNode line : document.path("lines")) {
      assertThat(line.path("what").asText()).isNotBlank();
      assertThat(line.path("formula").asText()).isNotBlank();
      lines += line.path("monthly").asDouble();
    }
    assertThat(document.path("monthly").asDouble())
        .isCloseTo(lines, org.assertj.core.data.Offset.offset(0.001));
    assertThat(document.path("warnings").size()).isPositive();
    assertThat(document.path("idleMonthly").asDouble()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--devices -1",
        "--rate 1/fortnight",
        "--rate -1/h",
        "--rate 99999999/min",
        "--record-bytes 0",
        "--batch 0",
        "--datasets 0",
        "--compression NaN",
        "--queries-per-day -1",
        "--query-bytes 1KiB",
        "--selectivity 2",
        "--selectivity 0.1 --query-bytes 1MB",
        "--log-retention-days 1",
        "--store-ms 0",
        "--batch 30000 --record-bytes 1000"
      })
  void whatIsOutOfRangeIsNamedWithWhatWouldBeRight(String arguments) {
    TestConsole console = console();
    assertThat(console.run(("cost " + arguments).split(" "))).isEqualTo(1);
    assertThat(console.err())
        .startsWith("tarn: ")
        .contains(arguments.substring(0, arguments.indexOf(' ')));
    assertThat(console.out()).isEmpty();
  }

  @Test
  void anIssuerThatIsNoneIsNotUnderstood() {
    assertThat(console().run("cost", "--issuer", "x")).isEqualTo(2);
  }

  @Test
  void theExplanationShowsWhatTheCommandsPrint() throws IOException {
    String text = Files.readString(DOCS.resolve("explanation").resolve("what-it-costs.md"));
    Matcher blocks =
        Pattern.compile("```\\n\\$ \\./tarn ([^\\n]*)\\n(.*?)```", Pattern.DOTALL).matcher(text);
    int shown = 0;
    while (blocks.find()) {
      assertThat(blocks.group(2)).isEqualTo(output(blocks.group(1)));
      shown++;
    }
    assertThat(shown).isGreaterThanOrEqualTo(4);
  }

  @Test
  void theReferenceHasEveryPrice() throws IOException {
    String text = Files.readString(DOCS.resolve("reference").resolve("prices.md"));

    assertThat(text).contains(ListPrice.TAKEN.toString());
    for (ListPrice price : ListPrice.values()) {
      assertThat(text.lines()).contains(row(price));
      assertThat(text).contains("https://" + price.service().page());
    }
  }

  private static String row(ListPrice price) {
    return "| %s | %s | %s | %s | %s | %s |"
        .formatted(
            price.service().label(),
            price.item(),
            price.unit(),
            price.tiers().stream().map(CostCommandTest::tier).collect(Collectors.joining(", ")),
            price.free().signum() == 0 ? "" : "%,d".formatted(price.free().longValueExact()),
            (price.isConfirmed() ? "✓ " : "") + price.comparedWith());
  }

  private static String tier(Tier tier) {
    String dollars = tier.dollars().toPlainString();
    return tier.upTo()
        .map(end -> "%s up to %,d".formatted(dollars, end.longValueExact()))
        .orElse(dollars);
  }

  @Test
  void defaultsAreThoseOfTheInfrastructure() throws IOException {
    String variables = Files.readString(INFRA.resolve("variables.tf"));

    assertThat(defaults(variables, "memory_mb")).containsExactly("1769", "3008", "3072");
    assertThat(defaults(variables, "temporary_mb")).containsExactly("512", "5120");
    for (String days :
        List.of(
            "file_retention_days 7",
            "log_retention_days 30",
            "noncurrent_days 30",
            "log_days 30")) {
      String[] parts = days.split(" ", -1);
      assertThat(variables)
          .containsPattern(
              "variable \"%s\" \\{[^}]*?default\\s+= %s\\n".formatted(parts[0], parts[1]));
    }
  }

  private static List<String> defaults(String variables, String name) {
    return Pattern.compile(name + "\\s*= optional\\(number, (\\d+)\\)")
        .matcher(variables)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  @Test
  void thereAreAsManyAlarmsAsTheInfrastructureHas() throws IOException {
    Path alarms = INFRA.resolve("modules").resolve("observe").resolve("alarms.json");
    int count = 0;
    for (JsonNode alarm : new JsonMapper().readTree(alarms.toFile())) {
      count += alarm.path("of").asText().equals("each function") ? 3 : 1;
    }

    assertThat(count).isEqualTo(Deployment.DEFAULT.alarms());
  }
}
