package dev.tarn.metric.cloudwatch;

import dev.tarn.metric.cloudwatch.CloudWatchStub.Put;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What was put to a stub of CloudWatch, and the answers of ListMetrics and GetMetricData that it
/// makes, in pages.
final class StoredSamples {
  private record Stored(Id id, String unit, Instant time, double value) {}

  /// @param dimensions by name, in order
  private record Id(String name, Map<String, String> dimensions) {}

  private record Point(String query, Instant time, double value) {}

  private final List<Stored> stored = new ArrayList<>();
  private int metricsOnAPage = 500;
  private int pointsOnAPage = 100_800;

  synchronized void page(int metrics, int points) {
    metricsOnAPage = metrics;
    pointsOnAPage = points;
  }

  synchronized void put(Put put) {
    for (int i = 1; i <= put.metrics(); i++) {
      String prefix = "MetricData.member." + i + ".";
      stored.add(
          new Stored(
              new Id(put.of(i, "MetricName"), dimensions(put.form(), prefix)),
              put.of(i, "Unit"),
              Instant.parse(put.of(i, "Timestamp")),
              Double.parseDouble(put.of(i, "Value"))));
    }
  }

  private static Map<String, String> dimensions(Map<String, String> form, String prefix) {
    Map<String, String> dimensions = new TreeMap<>();
    for (int i = 1; form.containsKey(prefix + "Dimensions.member." + i + ".Name"); i++) {
      String dimension = prefix + "Dimensions.member." + i;
      dimensions.put(form.get(dimension + ".Name"), form.getOrDefault(dimension + ".Value", ""));
    }
    return dimensions;
  }

  synchronized String list(Map<String, String> form) {
    Map<String, String> wanted = dimensions(form, "");
    List<Id> ids =
        stored.stream()
            .map(Stored::id)
            .distinct()
            .filter(id -> id.dimensions().keySet().containsAll(wanted.keySet()))
            .toList();
    int from = Integer.parseInt(form.getOrDefault("NextToken", "0"));
    int to = Math.min(ids.size(), from + metricsOnAPage);
    StringBuilder members = new StringBuilder();
    for (Id id : ids.subList(from, to)) {
      members.append("<member><Namespace>Tarn</Namespace><MetricName>").append(id.name());
      members.append("</MetricName><Dimensions>");
      id.dimensions()
          .forEach((name, value) ->
              members.append(
                  "<member><Name>%s</Name><Value>%s</Value></member>".formatted(name, value)));
      members.append("</Dimensions></member>");
    }
    return answer("ListMetrics", "Metrics", members, to < ids.size() ? to : 0);
  }

  synchronized String values(Map<String, String> form) {
    List<Point> points = new ArrayList<>();
    for (int i = 1; form.containsKey("MetricDataQueries.member." + i + ".Id"); i++) {
      points.addAll(points(form, "MetricDataQueries.member." + i + "."));
    }
    points.sort(Comparator.comparing(Point::time));
    int from = Integer.parseInt(form.getOrDefault("NextToken", "0"));
    int to = Math.min(points.size(), from + pointsOnAPage);
    Map<String, List<Point>> byQuery = new LinkedHashMap<>();
    points
        .subList(from, to)
        .forEach(
            point -> byQuery.computeIfAbsent(point.query(), _ -> new ArrayList<>()).add(point));
    StringBuilder members = new StringBuilder();
    byQuery.forEach((query, each) -> {
      members.append("<member><Id>%s</Id><Label>x</Label><Timestamps>".formatted(query));
      each.forEach(point -> members.append("<member>" + point.time() + "</member>"));
      members.append("</Timestamps><Values>");
      each.forEach(point -> members.append("<member>" + point.value() + "</member>"));
      members.append("</Values><StatusCode>Complete</StatusCode></member>");
    });
    return answer("GetMetricData", "MetricDataResults", members, to < points.size() ? to : 0);
  }

  private List<Point> points(Map<String, String> form, String prefix) {
    String stat = prefix + "MetricStat.";
    Id id =
        new Id(
            form.getOrDefault(stat + "Metric.MetricName", ""), dimensions(form, stat + "Metric."));
    int period = Integer.parseInt(form.getOrDefault(stat + "Period", "0"));
    Instant start = Instant.parse(form.getOrDefault("StartTime", ""));
    Instant end = Instant.parse(form.getOrDefault("EndTime", ""));
    Predicate<Stored> wanted =
        sample ->
            sample.id().equals(id)
                && sample.unit().equals(form.get(stat + "Unit"))
                && !sample.time().isBefore(start)
                && sample.time().isBefore(end);
    Map<Instant, DoubleSummaryStatistics> periods = new TreeMap<>();
    stored.stream()
        .filter(wanted)
        .forEach(sample ->
            periods
                .computeIfAbsent(
                    Instant.ofEpochSecond(sample.time().getEpochSecond() / period * period),
                    _ -> new DoubleSummaryStatistics())
                .accept(sample.value()));
    return periods.entrySet().stream()
        .map(each ->
            new Point(
                form.getOrDefault(prefix + "Id", ""),
                each.getKey(),
                statistic(each.getValue(), form.getOrDefault(stat + "Stat", ""))))
        .toList();
  }

  private static double statistic(DoubleSummaryStatistics values, String name) {
    return switch (name) {
      case "Sum" -> values.getSum();
      case "SampleCount" -> values.getCount();
      case "Minimum" -> values.getMin();
      case "Maximum" -> values.getMax();
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static String answer(String action, String list, CharSequence members, int next) {
    return "<%1$sResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><%1$sResult>"
            .formatted(action)
        + "<%1$s>%2$s</%1$s>".formatted(list, members)
        + (next == 0 ? "" : "<NextToken>" + next + "</NextToken>")
        + "</%1$sResult></%1$sResponse>".formatted(action);
  }
}
