package dev.tarn.benchmarks.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Milliseconds by question and way, in the order in which both came first.
final class Timings {
  private final Map<String, Map<String, List<Double>>> millis = new LinkedHashMap<>();

  void add(String question, String way, double time) {
    millis
        .computeIfAbsent(question, _ -> new LinkedHashMap<>())
        .computeIfAbsent(way, _ -> new ArrayList<>())
        .add(time);
  }

  List<String> questions() {
    return List.copyOf(millis.keySet());
  }

  double median(String question, String way) {
    return median(millis.getOrDefault(question, Map.of()).getOrDefault(way, List.of()));
  }

  static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  /// Prints medians as a table, a column for each question.
  void print(List<String> ways) {
    System.out.println();
    System.out.println("| median, ms | " + String.join(" | ", questions()) + " |");
    System.out.println("| --- |" + " ---: |".repeat(questions().size()));
    for (String way : ways) {
      StringBuilder row = new StringBuilder("| " + way + " |");
      for (String question : questions()) {
        row.append(String.format(Locale.ROOT, " %,.0f |", median(question, way)));
      }
      System.out.println(row);
    }
  }
}
