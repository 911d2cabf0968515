package dev.tarn.local.cost;

import dev.tarn.cost.Activity;
import dev.tarn.cost.CostLine;
import dev.tarn.cost.Estimate;
import dev.tarn.local.terminal.Style;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.price.ListPrice;
import dev.tarn.price.Service;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// An estimate for people: by service, by activity, and what dominates.
public final class EstimateTable {
  private static final int MOST_LINES = 5;
  private static final int WIDTH = 80;
  private static final double CENT = 0.01;

  private final Estimate estimate;
  private final Estimate idle;
  private final boolean freeTier;

  /// @param idle of the same lake with nothing to do
  /// @param freeTier whether what is free is taken off both
  public EstimateTable(Estimate estimate, Estimate idle, boolean freeTier) {
    this.estimate = estimate;
    this.idle = idle;
    this.freeTier = freeTier;
  }

  /// Writes it, with every line and its formula if `explain`.
  public void print(Terminal terminal, boolean explain) {
    terminal.line(
        terminal.styled(Style.BOLD, row("Service", "$ a month", "$ per million records")));
    for (Service service : Service.values()) {
      double dollars = estimate.byService().getOrDefault(service, 0.0);
      if (dollars > 0) {
        terminal.line(row(service.label(), dollars(dollars), perMillion(dollars)));
      }
    }
    terminal.line(
        terminal.styled(
            Style.BOLD,
            row("in all", dollars(estimate.dollars()), perMillion(estimate.dollars()))));
    terminal.line();
    terminal.line(terminal.styled(Style.BOLD, row("Of this", "$ a month", "share")));
    for (Map.Entry<Activity, Double> each : estimate.byActivity().entrySet()) {
      terminal.line(row(each.getKey().label(), dollars(each.getValue()), share(each.getValue())));
    }
    terminal.line();
    dominating(terminal);
    terminal.line();
    paragraph(
        terminal,
        "Idle, with nothing in it: $"
            + dollars(idle.dollars())
            + " a month. "
            + count(estimate.records())
            + " records a month. List prices of us-east-1 as known on "
            + ListPrice.TAKEN
            + ", "
            + (freeTier ? "less what is free in every account." : "without what is free.")
            + " Times in AWS are not measured: see docs/explanation/what-it-costs.md.");
    for (String warning : estimate.warnings()) {
      terminal.line();
      paragraph(terminal, "! " + warning);
    }
    if (explain) {
      explain(terminal);
    }
  }

  private void dominating(Terminal terminal) {
    terminal.line(terminal.styled(Style.BOLD, "What dominates"));
    estimate.lines().stream()
        .sorted(Comparator.comparingDouble(CostLine::dollars).reversed())
        .limit(MOST_LINES)
        .filter(line -> line.dollars() >= CENT)
        .forEach(line ->
            paragraph(
                terminal,
                dollars(line.dollars())
                    + "  "
                    + line.usage().what()
                    + " = "
                    + line.usage().formula()));
  }

  private void explain(Terminal terminal) {
    for (Service service : Service.values()) {
      List<CostLine> lines =
          estimate.lines().stream()
              .filter(line -> line.usage().price().service() == service)
              .toList();
      if (!lines.isEmpty()) {
        terminal.line();
        terminal.line(terminal.styled(Style.BOLD, service.label()));
        for (CostLine line : lines) {
          ListPrice price = line.usage().price();
          paragraph(
              terminal,
              "$%s  %s: %s = %s; %s at $%s for %s"
                  .formatted(
                      fine(line.dollars()),
                      line.usage().what(),
                      count(line.usage().amount()),
                      line.usage().formula(),
                      price.item(),
                      price.tiers().getFirst().dollars().toPlainString(),
                      price.unit()));
        }
      }
    }
  }

  private static String row(String name, String dollars, String other) {
    return String.format(Locale.ROOT, "%-20s %15s %22s", name, dollars, other);
  }

  private static String dollars(double amount) {
    return amount > 0 && amount < CENT / 2 ? "<0.01" : String.format(Locale.ROOT, "%,.2f", amount);
  }

  private static String fine(double amount) {
    return String.format(Locale.ROOT, "%,.4f", amount);
  }

  private String perMillion(double amount) {
    return estimate.records() == 0 ? "-" : fine(amount / estimate.records() * 1e6);
  }

  private String share(double amount) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * amount / estimate.dollars());
  }

  private static String count(double amount) {
    return amount >= 100 || amount == Math.rint(amount)
        ? String.format(Locale.ROOT, "%,.0f", amount)
        : String.format(Locale.ROOT, "%.4f", amount);
  }

  /// Lines of 80 columns at most, all but the first indented.
  private static void paragraph(Terminal terminal, String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("  ");
    for (String word : text.split(" ", -1)) {
      if (line.length() + word.length() > WIDTH && !line.toString().isBlank()) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder("    ");
      }
      line.append(word).append(' ');
    }
    lines.add(line.toString().stripTrailing());
    lines.forEach(terminal::line);
  }
}
