package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.terminal.Amounts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "compact",
    description = {
      "Merges a dataset's small files into few sorted ones.",
      "",
      "Queries and writes go on meanwhile. Where nothing is worth merging, nothing is done."
    },
    mixinStandardHelpOptions = true)
final class CompactCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "DATASET", description = "The dataset's name.")
  private String dataset = "";

  @Mixin private ServerOptions options = new ServerOptions();

  CompactCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    try (ServerOptions.Server server = options.connectForJobs(console)) {
      JsonNode result = new MaintenanceRun(server.client()).run(dataset, "compact");
      console.people().line(text(result));
      return 0;
    }
  }

  private static String text(JsonNode result) {
    if (result.path("merges").asInt() == 0) {
      return "There is nothing worth merging.";
    }
    return Amounts.count(result.path("filesBefore").asLong(), "file")
        + ", "
        + Amounts.bytes(result.path("bytesBefore").asLong())
        + " → "
        + Amounts.count(result.path("filesAfter").asLong(), "file")
        + ", "
        + Amounts.bytes(result.path("bytesAfter").asLong())
        + " · "
        + Amounts.count(result.path("rows").asLong(), "row")
        + " · "
        + Amounts.count(result.path("merges").asLong(), "merge");
  }
}
