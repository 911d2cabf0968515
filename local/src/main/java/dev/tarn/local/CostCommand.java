package dev.tarn.local;

import dev.tarn.cost.CostModel;
import dev.tarn.cost.Estimate;
import dev.tarn.cost.Workload;
import dev.tarn.local.cost.EstimateJson;
import dev.tarn.local.cost.EstimateTable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "cost",
    description = {
      "Reckons what a lake in AWS costs in a month, from what is counted of Tarn's work and the"
          + " list prices of us-east-1.",
      "",
      "It needs no lake, no account and no network. The month is one like all others, with records"
          + " as old as they are kept for. What is free in every account is not taken off, unless"
          + " --free-tier is given. Support and taxes are left out."
    },
    footer = {
      "",
      "Such as: tarn cost --devices 10000 --rate 1/min --batch 60",
      "docs/explanation/what-it-costs.md tells what drives it, docs/reference/prices.md the prices."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class CostCommand implements Callable<Integer> {
  /// How the estimate is printed.
  enum Format {
    table,
    json
  }

  private final Console console;

  @Mixin private FleetOptions fleet = new FleetOptions();

  @Mixin private DemandOptions demand = new DemandOptions();

  @Mixin private DeploymentOptions deployment = new DeploymentOptions();

  @Option(names = "--free-tier", description = "Take off what is free in every account, always.")
  private boolean freeTier;

  @Option(names = "--explain", description = "Tell every line, with its formula.")
  private boolean explain;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  CostCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Workload workload =
        new Workload(
            fleet.fleet(),
            demand.demand(fleet.fleet()),
            deployment.deployment(),
            deployment.timing());
    CostModel model = new CostModel(freeTier);
    Estimate estimate = model.estimate(workload);
    Estimate idle = model.idle(workload);
    switch (format) {
      case table -> new EstimateTable(estimate, idle, freeTier).print(console.people(), explain);
      case json -> {
        console.out().println(new EstimateJson(estimate, idle, freeTier).text());
        console.out().flush();
      }
    }
    return 0;
  }
}
