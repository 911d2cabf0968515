package dev.tarn.local.cost;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.cost.CostLine;
import dev.tarn.cost.Estimate;
import dev.tarn.price.ListPrice;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// An estimate for programs: `pricesTaken`, `region`, `freeTier`, `recordsPerMonth`, `monthly` (in
/// all, `byService`, `byActivity`), `perMillionRecords`, `idleMonthly`, `lines` and `warnings`,
/// with dollars to a millionth.
public final class EstimateJson {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int DIGITS = 6;

  private final Estimate estimate;
  private final Estimate idle;
  private final boolean freeTier;

  /// @param idle of the same lake with nothing to do
  /// @param freeTier whether what is free is taken off both
  public EstimateJson(Estimate estimate, Estimate idle, boolean freeTier) {
    this.estimate = estimate;
    this.idle = idle;
    this.freeTier = freeTier;
  }

  /// The document, indented.
  public String text() {
    ObjectNode document = MAPPER.createObjectNode();
    document
        .put("currency", "USD")
        .put("region", "us-east-1")
        .put("pricesTaken", ListPrice.TAKEN.toString())
        .put("freeTier", freeTier)
        .put("recordsPerMonth", rounded(estimate.records()))
        .put("monthly", rounded(estimate.dollars()))
        .put("perMillionRecords", rounded(estimate.dollarsPerMillionRecords()))
        .put("idleMonthly", rounded(idle.dollars()));
    ObjectNode services = document.putObject("byService");
    estimate
        .byService()
        .forEach((service, dollars) -> services.put(service.label(), rounded(dollars)));
    ObjectNode activities = document.putObject("byActivity");
    estimate
        .byActivity()
        .forEach((activity, dollars) -> activities.put(activity.label(), rounded(dollars)));
    ArrayNode lines = document.putArray("lines");
    for (CostLine line : estimate.lines()) {
      ListPrice price = line.usage().price();
      lines
          .addObject()
          .put("service", price.service().label())
          .put("activity", line.usage().activity().label())
          .put("what", line.usage().what())
          .put("amount", rounded(line.usage().amount()))
          .put("formula", line.usage().formula())
          .put("price", price.item())
          .put("unit", price.unit())
          .put("monthly", rounded(line.dollars()));
    }
    ArrayNode warnings = document.putArray("warnings");
    estimate.warnings().forEach(warnings::add);
    return document.toPrettyString();
  }

  private static BigDecimal rounded(double amount) {
    BigDecimal rounded =
        BigDecimal.valueOf(amount).setScale(DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
  }
}
