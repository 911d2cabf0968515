package dev.tarn.api.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.metric.MetricSeries;
import dev.tarn.metric.MetricsReader;
import dev.tarn.problem.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// `GET /v1/metrics`: what was measured of late, as time series. Where there are more points than
/// an answer holds, each sums up a longer time. Callers see the series of the datasets that they
/// may see; those of none, whose dataset is `-`, are for callers who see every one.
final class MetricsEndpoint implements Endpoint {
  private static final String SINCE = "since";
  private static final Duration LONGEST = Duration.ofDays(15);

  /// Of some 130 bytes each.
  private static final int MOST_POINTS = 25_000;

  private static final List<Integer> PERIODS_IN_ONE = List.of(1, 5, 15, 60, 360, 1_440);

  private final MetricsReader metrics;

  MetricsEndpoint(MetricsReader metrics) {
    this.metrics = metrics;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of(SINCE));
    Duration since = since(request.queryParameters().getOrDefault(SINCE, "PT1H"));
    List<MetricSeries> all =
        metrics.since(since).stream()
            .filter(series -> request.principal().maySee(series.dataset()))
            .toList();
    for (int periods : PERIODS_IN_ONE) {
      List<MetricSeries> series = all.stream().map(each -> coarser(each, periods)).toList();
      if (series.stream().mapToLong(each -> each.points().size()).sum() <= MOST_POINTS) {
        return ApiResponse.of(200, "application/json", JsonDocument.bytes(json(since, series)));
      }
    }
    throw new Problem.ResultTooLarge(
            "there are %d series; an answer holds %d points".formatted(all.size(), MOST_POINTS))
        .exception();
  }

  private static Duration since(String text) {
    Duration since;
    try {
      since = Duration.parse(text);
    } catch (DateTimeException e) {
      throw malformed(text);
    }
    if (!since.isPositive() || since.compareTo(LONGEST) > 0) {
      throw malformed(text);
    }
    return since;
  }

  private static RuntimeException malformed(String text) {
    return new Problem.MalformedRequest(
            "since is '%s'; it must be an ISO 8601 duration up to 15 days, such as PT1H or P1D"
                .formatted(text))
        .exception();
  }

  private static MetricSeries coarser(MetricSeries series, int periods) {
    if (periods == 1) {
      return series;
    }
    Duration period = series.period().multipliedBy(periods);
    TreeMap<Instant, MetricSeries.Point> points = new TreeMap<>();
    for (MetricSeries.Point point : series.points()) {
      long past = Math.floorMod(point.time().getEpochSecond(), period.toSeconds());
      Instant start = Instant.ofEpochSecond(point.time().getEpochSecond() - past);
      var _ =
          points.merge(
              start,
              new MetricSeries.Point(start, point.sum(), point.count(), point.min(), point.max()),
              MetricSeries.Point::plus);
    }
    return new MetricSeries(
        series.function(),
        series.dataset(),
        series.name(),
        series.unit(),
        period,
        List.copyOf(points.values()));
  }

  private static ObjectNode json(Duration since, List<MetricSeries> all) {
    ObjectNode document = JsonDocument.newObject();
    document.put(SINCE, since.toString());
    ArrayNode list = document.putArray("series");
    for (MetricSeries series : all) {
      ObjectNode node = list.addObject();
      node.put("function", series.function());
      node.put("dataset", series.dataset());
      node.put("name", series.name());
      node.put("unit", series.unit().cloudWatchName());
      node.put("periodSeconds", series.period().toSeconds());
      ArrayNode points = node.putArray("points");
      for (MetricSeries.Point point : series.points()) {
        points
            .addObject()
            .put("time", point.time().toString())
            .put("sum", point.sum())
            .put("count", point.count())
            .put("min", point.min())
            .put("max", point.max());
      }
    }
    return document;
  }
}
