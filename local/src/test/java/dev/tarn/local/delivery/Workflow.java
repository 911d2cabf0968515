package dev.tarn.local.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A workflow of GitHub Actions, as its file has it.
record Workflow(String name, String text, JsonNode document) {
  private static final Path DIRECTORY = Command.REPOSITORY.resolve(".github/workflows");

  /// Every workflow.
  static List<Workflow> all() throws IOException {
    List<Workflow> all = new ArrayList<>();
    try (var files = Files.list(DIRECTORY)) {
      for (Path file : files.sorted().toList()) {
        all.add(read(file.getFileName().toString()));
      }
    }
    return all;
  }

  static Workflow read(String name) throws IOException {
    String text = Files.readString(DIRECTORY.resolve(name));
    return new Workflow(name, text, new YAMLMapper().readTree(text));
  }

  /// A job by its id.
  record Job(String workflow, String id, JsonNode node) {
    /// Whether it runs on a machine, and does not call another workflow.
    boolean runs() {
      return node.has("runs-on");
    }

    /// Its steps that run a script, with the name of each.
    List<Script> scripts() {
      List<Script> scripts = new ArrayList<>();
      int number = 0;
      for (JsonNode step : node.path("steps")) {
        number++;
        if (step.has("run")) {
          scripts.add(
              new Script("%s/%s/%d".formatted(workflow, id, number), step.path("run").asText()));
        }
      }
      return scripts;
    }

    @Override
    public String toString() {
      return workflow + "/" + id;
    }
  }

  /// What a step runs.
  record Script(String place, String text) {
    @Override
    public String toString() {
      return place;
    }
  }

  List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    document
        .path("jobs")
        .properties()
        .forEach(each -> jobs.add(new Job(name, each.getKey(), each.getValue())));
    return jobs;
  }

  Job job(String id) {
    return jobs().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  /// What starts it. YAML 1.1 reads the key `on` as true.
  JsonNode triggers() {
    return document.has("on") ? document.path("on") : document.path("true");
  }

  /// The strings of a list.
  static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(each -> strings.add(each.asText()));
    return strings;
  }

  /// The entries of a mapping of strings.
  static Map<String, String> entries(JsonNode mapping) {
    Map<String, String> entries = new TreeMap<>();
    mapping.properties().forEach(each -> entries.put(each.getKey(), each.getValue().asText()));
    return entries;
  }

  @Override
  public String toString() {
    return name;
  }
}
