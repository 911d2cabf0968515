package dev.tarn.cost;

import dev.tarn.price.Service;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a month costs, line by line.
///
/// @param lines none of nothing
/// @param records that the month brings
/// @param warnings what cannot work so, or dominates for a reason that can be taken away
public record Estimate(List<CostLine> lines, double records, List<String> warnings) {
  public Estimate {
    lines = List.copyOf(lines);
    warnings = List.copyOf(warnings);
  }

  /// Dollars a month in all.
  public double dollars() {
    return lines.stream().mapToDouble(CostLine::dollars).sum();
  }

  /// Dollars for a million records; 0 for a month without any.
  public double dollarsPerMillionRecords() {
    return records == 0 ? 0 : dollars() / records * 1e6;
  }

  /// Dollars a month by service.
  public Map<Service, Double> byService() {
    return sums(Service.class, line -> line.usage().price().service());
  }

  /// Dollars a month by what they arise from.
  public Map<Activity, Double> byActivity() {
    return sums(Activity.class, line -> line.usage().activity());
  }

  private <K extends Enum<K>> Map<K, Double> sums(Class<K> type, Function<CostLine, K> key) {
    return lines.stream()
        .collect(
            Collectors.groupingBy(
                key, () -> new EnumMap<>(type), Collectors.summingDouble(CostLine::dollars)));
  }
}
