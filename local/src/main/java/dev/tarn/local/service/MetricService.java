package dev.tarn.local.service;

import dev.tarn.local.service.MetricStore.Metric;
import dev.tarn.local.service.MetricStore.Series;
import dev.tarn.metric.MetricSeries.Point;
import dev.tarn.metric.Metrics;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// CloudWatch for functions on this machine: PutMetricData, ListMetrics and GetMetricData of the
/// Amazon CloudWatch API Reference, in its query protocol, and what it makes of the embedded metric
/// format in logs. Only metrics with the dimensions `function` and `dataset` are kept, for a day.
public final class MetricService implements AutoCloseable {
  private final MetricStore store;
  private final ServiceServer server;

  /// Starts serving, by `clock`.
  public MetricService(InstantSource clock) {
    store = new MetricStore(clock);
    server = ServiceServer.start((_, body) -> answer(RequestForm.read(body)));
  }

  /// Where the service is.
  public URI endpoint() {
    return server.endpoint();
  }

  /// Takes the metrics of a line that a function has logged, and answers whether it is one of the
  /// embedded metric format.
  public boolean take(String line) {
    return MetricLine.read(line, store);
  }

  private ServiceAnswer answer(RequestForm form) {
    return switch (form.text("Action")) {
      case "PutMetricData" -> {
        put(form);
        yield ServiceAnswer.xml(200, "<PutMetricDataResponse/>");
      }
      case "ListMetrics" -> result("ListMetrics", "Metrics", list());
      case "GetMetricData" -> result("GetMetricData", "MetricDataResults", values(form));
      default -> throw new IllegalArgumentException("'" + form.text("Action") + "' is not served");
    };
  }

  private void put(RequestForm form) {
    for (String datum : form.members("MetricData", "MetricName")) {
      Optional<Metric> metric = metric(form, datum);
      if (metric.isPresent()) {
        store.add(
            new Series(metric.get(), form.text(datum + "Unit")),
            form.time(datum + "Timestamp"),
            Double.parseDouble(form.text(datum + "Value")));
      }
    }
  }

  private static Optional<Metric> metric(RequestForm form, String prefix) {
    Map<String, String> dimensions = form.dimensions(prefix);
    return dimensions.containsKey("function") && dimensions.containsKey("dataset")
        ? Optional.of(
            new Metric(
                dimensions.get("function"),
                dimensions.get("dataset"),
                form.text(prefix + "MetricName")))
        : Optional.empty();
  }

  private String list() {
    StringBuilder members = new StringBuilder();
    for (Metric metric : store.metrics()) {
      members
          .append("<member><Namespace>" + Metrics.NAMESPACE + "</Namespace><MetricName>")
          .append(escaped(metric.name()))
          .append("</MetricName><Dimensions>")
          .append(dimension("function", metric.function()))
          .append(dimension("dataset", metric.dataset()))
          .append("</Dimensions></member>");
    }
    return members.toString();
  }

  private static String dimension(String name, String value) {
    return "<member><Name>%s</Name><Value>%s</Value></member>".formatted(name, escaped(value));
  }

  private String values(RequestForm form) {
    Instant start = form.time("StartTime");
    Instant end = form.time("EndTime");
    StringBuilder members = new StringBuilder();
    for (String query : form.members("MetricDataQueries", "Id")) {
      String stat = query + "MetricStat.";
      Optional<Metric> metric = metric(form, stat + "Metric.");
      NavigableMap<Instant, Point> points =
          metric.isEmpty()
              ? new TreeMap<>()
              : store.points(
                  new Series(metric.get(), form.text(stat + "Unit")),
                  start,
                  end,
                  period(form.text(stat + "Period")));
      members.append("<member><Id>").append(escaped(form.text(query + "Id")));
      members.append("</Id><Timestamps>");
      points.keySet().forEach(time -> members.append("<member>" + time + "</member>"));
      members.append("</Timestamps><Values>");
      String statistic = form.text(stat + "Stat");
      points
          .values()
          .forEach(point -> members.append("<member>" + statistic(point, statistic) + "</member>"));
      members.append("</Values><StatusCode>Complete</StatusCode></member>");
    }
    return members.toString();
  }

  private static Duration period(String text) {
    Duration period = Duration.ofSeconds(Integer.parseInt(text));
    if (!period.isPositive()) {
      throw new IllegalArgumentException("a period is " + text + " seconds");
    }
    return period;
  }

  private static double statistic(Point point, String name) {
    return switch (name) {
      case "Sum" -> point.sum();
      case "SampleCount" -> point.count();
      case "Minimum" -> point.min();
      case "Maximum" -> point.max();
      default -> throw new IllegalArgumentException("the statistic '" + name + "' is not served");
    };
  }

  private static ServiceAnswer result(String action, String list, String members) {
    return ServiceAnswer.xml(
        200,
        "<%1$sResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><%1$sResult><%2$s>%3$s</%2$s></%1$sResult></%1$sResponse>"
            .formatted(action, list, members));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Override
  public void close() {
    server.close();
  }
}
