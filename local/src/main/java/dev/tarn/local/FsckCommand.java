package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.terminal.Amounts;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.local.terminal.UserFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fsck",
    description = {
      "Compares datasets' tables with what is in the store, and tells what is wrong.",
      "",
      "It reads the log, lists the files, and reads the footer of each. It exits with 0 where all"
          + " is well, and with 1 where data is lost or damaged, or not everything could be"
          + " checked. Orphans, which are files that no version needs, are told and do no harm."
    },
    mixinStandardHelpOptions = true)
final class FsckCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0..*", paramLabel = "DATASET", description = "The datasets' names.")
  private List<String> datasets = new ArrayList<>();

  @Option(names = "--all", description = "Check all datasets.")
  private boolean all;

  @Mixin private ServerOptions options = new ServerOptions();

  FsckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (all == !datasets.isEmpty()) {
      throw new UserFailure("fsck takes names of datasets, or --all");
    }
    try (ServerOptions.Server server = options.connectForJobs(console)) {
      boolean well = true;
      for (String dataset : all ? names(server.client()) : datasets) {
        well &= isWell(dataset, new MaintenanceRun(server.client()).run(dataset, "audit"));
      }
      return well ? 0 : 1;
    }
  }

  private static List<String> names(ApiClient client) {
    ApiAnswer answer = client.sendRepeatedly(ApiCall.get("/v1/datasets"));
    if (answer.status() != 200) {
      throw new UserFailure(answer.failure());
    }
    List<String> names = new ArrayList<>();
    answer.json().path("datasets").forEach(dataset -> names.add(dataset.path("name").asText()));
    return names;
  }

  private boolean isWell(String dataset, JsonNode report) {
    Terminal people = console.people();
    long faults = report.path("faults").asLong();
    boolean complete = report.path("complete").asBoolean();
    boolean well = faults == 0 && complete;
    people.line(
        people.styled(well ? Style.GREEN : Style.RED, well ? "✓ " : "✗ ")
            + people.styled(Style.BOLD, dataset)
            + "  version "
            + report.path("version").asText("-")
            + " · "
            + Amounts.count(report.path("files").asLong(), "file")
            + " · "
            + Amounts.count(report.path("rows").asLong(), "row")
            + " · "
            + Amounts.count(faults, "fault")
            + " · "
            + Amounts.count(report.path("orphans").asLong(), "orphan")
            + (complete ? "" : " · not everything was checked"));
    JsonNode findings = report.path("findings");
    for (JsonNode finding : findings) {
      boolean fault = finding.path("severity").asText().equals("fault");
      people.line(
          "  "
              + people.styled(fault ? Style.RED : Style.DIM, finding.path("code").asText())
              + "  "
              + Terminal.safe(finding.path("place").asText())
              + "  "
              + Terminal.safe(finding.path("detail").asText()));
    }
    long more = faults + report.path("orphans").asLong() - findings.size();
    if (more > 0) {
      people.line("  … and " + Amounts.count(more) + " more");
    }
    return well;
  }
}
