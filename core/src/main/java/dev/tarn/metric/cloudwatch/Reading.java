package dev.tarn.metric.cloudwatch;

import dev.tarn.metric.Measurement;
import dev.tarn.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/// Statistics of series over a span, as many at once as GetMetricData takes.
final class Reading {
  /// CloudWatch's limit on the queries of one request.
  private static final int MAX_QUERIES = 500;

  /// Far more than any answer needs: 500 queries have fewer than 288,000 points, and a page holds
  /// 100,800.
  private static final int MAX_PAGES = 100;

  private final CloudWatchClient client;
  private final ReadSpan span;

  Reading(CloudWatchClient client, ReadSpan span) {
    this.client = client;
    this.span = span;
  }

  /// One statistic, such as `Sum`, of what was measured in one unit.
  record Statistic(SeriesName series, Measurement.Unit unit, String name) {}

  /// The values of each of `statistics` that has any, by the start of their periods.
  Map<Statistic, NavigableMap<Instant, Double>> values(List<Statistic> statistics) {
    Map<Statistic, NavigableMap<Instant, Double>> values = new HashMap<>();
    for (int from = 0; from < statistics.size(); from += MAX_QUERIES) {
      int to = Math.min(statistics.size(), from + MAX_QUERIES);
      read(statistics.subList(from, to), values);
    }
    return values;
  }

  private void read(
      List<Statistic> statistics, Map<Statistic, NavigableMap<Instant, Double>> values) {
    List<MetricDataQuery> queries = new ArrayList<>();
    Map<String, Statistic> byId = new HashMap<>();
    for (Statistic statistic : statistics) {
      String id = "q" + queries.size();
      byId.put(id, statistic);
      queries.add(query(id, statistic));
    }
    Optional<String> token = Optional.empty();
    for (int page = 0; page < MAX_PAGES; page++) {
      GetMetricDataResponse answer = page(queries, token);
      for (MetricDataResult result : answer.metricDataResults()) {
        Statistic statistic = byId.get(result.id());
        int points = Math.min(result.timestamps().size(), result.values().size());
        for (int i = 0; statistic != null && i < points; i++) {
          values
              .computeIfAbsent(statistic, _ -> new TreeMap<>())
              .put(result.timestamps().get(i), result.values().get(i));
        }
      }
      token = Optional.ofNullable(answer.nextToken()).filter(text -> !text.isEmpty());
      if (token.isEmpty()) {
        return;
      }
    }
    throw new Problem.MetricsUnavailable(
            "the measurements came in more than " + MAX_PAGES + " pages")
        .exception();
  }

  private GetMetricDataResponse page(List<MetricDataQuery> queries, Optional<String> token) {
    return client.getMetricData(request -> {
      request
          .startTime(span.start())
          .endTime(span.end())
          .scanBy(ScanBy.TIMESTAMP_ASCENDING)
          .metricDataQueries(queries);
      token.ifPresent(request::nextToken);
    });
  }

  private MetricDataQuery query(String id, Statistic statistic) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(stat ->
            stat.metric(statistic.series().metric())
                .period(Math.toIntExact(span.period().toSeconds()))
                .stat(statistic.name())
                .unit(StandardUnit.fromValue(statistic.unit().cloudWatchName())))
        .build();
  }
}
