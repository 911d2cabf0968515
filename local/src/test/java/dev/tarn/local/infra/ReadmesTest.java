package dev.tarn.local.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// READMEs list the variables and outputs that are there, with their own descriptions.
class ReadmesTest {
  static List<Path> directories() {
    return InfraFiles.documented();
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(directories())
        .extracting(directory -> directory.getFileName().toString())
        .contains("infra", "bootstrap", "api", "cdn", "function", "lake", "observe");
  }

  @ParameterizedTest
  @MethodSource("directories")
  void inputsAndOutputsAreListed(Path directory) throws Exception {
    String readme = Files.readString(directory.resolve("README.md"));

    assertThat(readme).contains(table("input", "variable", directory.resolve("variables.tf")));
    assertThat(readme).contains(table("output", "output", directory.resolve("outputs.tf")));
  }

  @Test
  void aRowSaysWhatIsNeededAndWhatADefaultIs(@TempDir Path directory) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("variables.tf"),
            """
            variable "name" {
              description = "A name."
              type        = string
            }
            variable "days" {
              description = "Days; null for ever."
              type        = number
              default     = null
            }
            variable "sizes" {
              description = "Sizes."
              type        = map(object({ least = number }))
              default     = { a = { least = 107374182400 } }
            }
            """);

    assertThat(table("input", "variable", file))
        .isEqualTo(
            """
            | input | default | meaning |
            | --- | --- | --- |
            | `name` | needed | A name. |
            | `days` | `null` | Days; null for ever. |
            | `sizes` | `{"a":{"least":107374182400}}` | Sizes. |
            """);
  }

  private static String table(String heading, String block, Path file) {
    boolean input = block.equals("variable");
    List<String> rows = new ArrayList<>();
    rows.add("| " + heading + (input ? " | default | meaning |" : " | meaning |"));
    rows.add(input ? "| --- | --- | --- |" : "| --- | --- |");
    for (Map.Entry<String, JsonNode> each : InfraFiles.hcl(file).path(block).properties()) {
      String meaning = each.getValue().path("description").asText();
      rows.add(
          "| `"
              + each.getKey()
              + "` | "
              + (input ? value(each.getValue()) + " | " : "")
              + meaning
              + " |");
    }
    return String.join("\n", rows) + "\n";
  }

  private static String value(JsonNode variable) {
    return variable.has("default") ? "`" + variable.path("default") + "`" : "needed";
  }
}
