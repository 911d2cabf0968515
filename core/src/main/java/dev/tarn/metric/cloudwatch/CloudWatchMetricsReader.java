package dev.tarn.metric.cloudwatch;

import dev.tarn.metric.Measurement;
import dev.tarn.metric.MetricSeries;
import dev.tarn.metric.Metrics;
import dev.tarn.metric.MetricsReader;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.DimensionFilter;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.RecentlyActive;

/// Reads measurements again from CloudWatch: lists the metrics of the namespace `Tarn` that have
/// the dimensions `function` and `dataset`, and then asks for their values. Which units a metric
/// was measured in CloudWatch does not list, so the number of values is asked for by unit first,
/// and the rest for those that have any.
///
/// Of more than 2,000 metrics the first are read, in the order of their names. Periods are minutes
/// up to 3 hours, 5 minutes up to 2 days, hours for longer, up to 455 days.
public final class CloudWatchMetricsReader implements MetricsReader {
  private static final Logger LOG = LoggerFactory.getLogger(CloudWatchMetricsReader.class);
  private static final int MOST_SERIES = 2_000;
  private static final int MOST_PAGES = 20;

  private final CloudWatchClient client;
  private final InstantSource clock;

  /// Reads through `client`, one of [CloudWatchClients#readingClient].
  public CloudWatchMetricsReader(CloudWatchClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /// Reads from CloudWatch in AWS, with the credentials that the AWS SDK finds.
  public static CloudWatchMetricsReader inAws(String region, InstantSource clock) {
    return new CloudWatchMetricsReader(
        CloudWatchClients.readingClient(
            region,
            Optional.empty(),
            DefaultCredentialsProvider.builder().build(),
            CloudWatchPatience.DEFAULT),
        clock);
  }

  @Override
  public List<MetricSeries> since(Duration age) {
    ReadSpan span = ReadSpan.of(clock.instant(), age);
    try {
      return series(list(span), span);
    } catch (SdkException e) {
      throw new ProblemException(
          new Problem.MetricsUnavailable("the measurements could not be read"), e);
    }
  }

  private List<SeriesName> list(ReadSpan span) {
    NavigableSet<SeriesName> names = new TreeSet<>();
    Optional<String> token = Optional.empty();
    for (int page = 0; page < MOST_PAGES; page++) {
      ListMetricsResponse answer = page(span, token);
      answer.metrics().forEach(metric -> SeriesName.of(metric).ifPresent(names::add));
      token = Optional.ofNullable(answer.nextToken()).filter(text -> !text.isEmpty());
      if (token.isEmpty()) {
        break;
      }
    }
    if (token.isPresent() || names.size() > MOST_SERIES) {
      LOG.warn("there are more metrics than the {} that are read at once", MOST_SERIES);
    }
    return names.stream().limit(MOST_SERIES).toList();
  }

  private ListMetricsResponse page(ReadSpan span, Optional<String> token) {
    return client.listMetrics(request -> {
      request
          .namespace(Metrics.NAMESPACE)
          .dimensions(
              DimensionFilter.builder().name(SeriesName.FUNCTION).build(),
              DimensionFilter.builder().name(SeriesName.DATASET).build());
      if (span.isRecent()) {
        request.recentlyActive(RecentlyActive.PT3_H);
      }
      token.ifPresent(request::nextToken);
    });
  }

  private List<MetricSeries> series(List<SeriesName> names, ReadSpan span) {
    Reading reading = new Reading(client, span);
    List<Reading.Statistic> counts = new ArrayList<>();
    for (SeriesName name : names) {
      for (Measurement.Unit unit : Measurement.Unit.values()) {
        counts.add(new Reading.Statistic(name, unit, "SampleCount"));
      }
    }
    Map<Reading.Statistic, NavigableMap<Instant, Double>> values = reading.values(counts);
    List<Reading.Statistic> rest = new ArrayList<>();
    for (Reading.Statistic count : counts) {
      if (values.containsKey(count)) {
        for (String statistic : List.of("Sum", "Minimum", "Maximum")) {
          rest.add(new Reading.Statistic(count.series(), count.unit(), statistic));
        }
      }
    }
    values.putAll(reading.values(rest));
    return counts.stream()
        .filter(values::containsKey)
        .map(count ->
            new MetricSeries(
                count.series().function(),
                count.series().dataset(),
                count.series().name(),
                count.unit(),
                span.period(),
                points(count, values)))
        .filter(series -> !series.points().isEmpty())
        .toList();
  }

  /// The points of which all four statistics are known; one that was measured between two requests
  /// is not.
  private static List<MetricSeries.Point> points(
      Reading.Statistic count, Map<Reading.Statistic, NavigableMap<Instant, Double>> values) {
    Map<Instant, Double> sums = of(count, "Sum", values);
    Map<Instant, Double> least = of(count, "Minimum", values);
    Map<Instant, Double> greatest = of(count, "Maximum", values);
    List<MetricSeries.Point> points = new ArrayList<>();
    of(count, "SampleCount", values)
        .forEach((time, samples) -> {
          Double sum = sums.get(time);
          Double min = least.get(time);
          Double max = greatest.get(time);
          if (sum != null && min != null && max != null) {
            points.add(new MetricSeries.Point(time, sum, samples, min, max));
          }
        });
    return points;
  }

  private static Map<Instant, Double> of(
      Reading.Statistic count,
      String statistic,
      Map<Reading.Statistic, NavigableMap<Instant, Double>> values) {
    return values.getOrDefault(
        new Reading.Statistic(count.series(), count.unit(), statistic), new TreeMap<>());
  }
}
