package dev.tarn.cost;

import dev.tarn.price.ListPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Reckons what a lake costs in a month that is like all months before it, with records as old as
/// they are kept for. Prices that fall with the amount are asked of all there is, and shared out
/// evenly.
public final class CostModel {
  private static final List<CostPart> PARTS =
      List.of(
          new IngestCost(),
          new StorageCost(),
          new QueryCost(),
          new ExportCost(),
          new MaintenanceCost(),
          new ObservationCost(),
          new FixedCost());

  private final boolean freeTier;

  /// @param freeTier whether what is free in every account is taken off
  public CostModel(boolean freeTier) {
    this.freeTier = freeTier;
  }

  /// The month's cost of `workload`.
  public Estimate estimate(Workload workload) {
    List<Usage> usages = new ArrayList<>();
    PARTS.forEach(part -> usages.addAll(part.usages(workload)));
    usages.addAll(ofStoreRequests(usages));
    usages.removeIf(usage -> usage.amount() == 0);
    return new Estimate(
        priced(usages), workload.fleet().recordsPerMonth(), new Warnings(workload).texts());
  }

  /// What requests to S3 bring with them: those to KMS, and the access logs of the buckets.
  private static List<Usage> ofStoreRequests(List<Usage> usages) {
    double requests =
        usages.stream()
            .filter(usage ->
                usage.price() == ListPrice.STORE_READ || usage.price() == ListPrice.STORE_WRITE)
            .mapToDouble(Usage::amount)
            .sum();
    double days = Assumed.STORE_LOG_DAYS;
    return List.of(
        new Usage(
            Activity.STORAGE,
            "use of the key",
            ListPrice.KEY_REQUEST,
            requests * Assumed.KEY_SHARE,
            Formula.of("%s requests to S3 × 1 %%, thanks to bucket keys", requests)),
        new Usage(
            Activity.STORAGE,
            "access logs of the buckets",
            ListPrice.STORAGE,
            Gigabytes.of(requests * Assumed.STORE_LOG_BYTES) * days / Month.DAYS,
            Formula.of("%s requests to S3 × 700 B × %s days", requests, days)));
  }

  private List<CostLine> priced(List<Usage> usages) {
    Map<ListPrice, Double> amounts = new EnumMap<>(ListPrice.class);
    usages.forEach(usage -> amounts.merge(usage.price(), usage.amount(), Double::sum));
    Map<ListPrice, Double> dollars = new EnumMap<>(ListPrice.class);
    amounts.forEach((price, amount) -> dollars.put(price, dollars(price, amount)));
    return usages.stream()
        .map(usage ->
            new CostLine(
                usage,
                dollars.getOrDefault(usage.price(), 0.0)
                    * usage.amount()
                    / amounts.getOrDefault(usage.price(), 1.0)))
        .toList();
  }

  private double dollars(ListPrice price, double amount) {
    BigDecimal all = BigDecimal.valueOf(amount);
    return (freeTier ? price.beyondFree(all) : price.of(all)).doubleValue();
  }

  /// The month's cost of the same lake with nobody sending, asking or exporting, and nothing in it.
  public Estimate idle(Workload workload) {
    Fleet fleet = workload.fleet();
    return estimate(
        new Workload(
            new Fleet(
                0,
                fleet.recordsPerHour(),
                fleet.recordBytes(),
                fleet.batchRecords(),
                fleet.datasets(),
                fleet.compression(),
                fleet.retentionDays()),
            new Demand(0, 0, 0, 0, 0),
            workload.deployment(),
            workload.timing()));
  }
}
