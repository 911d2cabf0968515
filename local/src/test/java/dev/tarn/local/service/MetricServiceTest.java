package dev.tarn.local.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricServiceTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final String METRIC =
      "%1$sMetricName=rows&%1$sDimensions.member.1.Name=function&%1$sDimensions.member.1.Value=ingest"
          + "&%1$sDimensions.member.2.Name=dataset&%1$sDimensions.member.2.Value=readings";

  private final MetricService service = new MetricService(Clock.fixed(NOW, ZoneOffset.UTC));

  @AfterEach
  void close() {
    service.close();
  }

  private String send(String form) throws Exception {
    return ServiceCall.send(service.endpoint(), ServiceCall.SIGNED, form).body();
  }

  private static String line(long millis, int value) {
    return """
    {"_aws":{"Timestamp":%d,"CloudWatchMetrics":[{"Namespace":"Tarn","Dimensions":[["function","dataset"]],\
    "Metrics":[{"Name":"rows","Unit":"Count"}]}]},"function":"ingest","dataset":"readings","rows":%d}\
    """
        .formatted(millis, value);
  }

  private String statistic(String name) throws Exception {
    String stat = "MetricDataQueries.member.1.MetricStat.";
    return send(
        "Action=GetMetricData&StartTime=2026-01-31T11:55:00Z&EndTime=2026-01-31T12:00:00Z"
            + "&MetricDataQueries.member.1.Id=q0&"
            + METRIC.formatted(stat + "Metric.")
            + "&"
            + stat
            + "Period=300&"
            + stat
            + "Unit=Count&"
            + stat
            + "Stat="
            + name);
  }

  @Test
  void valuesThatWereLoggedAndPutAreReadTogether() throws Exception {
    assertThat(service.take(line(NOW.minusSeconds(70).toEpochMilli(), 3))).isTrue();
    String datum = "MetricData.member.1.";
    assertThat(
            send(
                "Action=PutMetricData&Namespace=Tarn&"
                    + METRIC.formatted(datum)
                    + "&%1$sUnit=Count&%1$sValue=5.0&%1$sTimestamp=2026-01-31T11:59:30Z"
                        .formatted(datum)))
        .contains("PutMetricDataResponse");

    assertThat(send("Action=ListMetrics&Namespace=Tarn"))
        .contains("<MetricName>rows</MetricName>", "<Value>readings</Value>");
    assertThat(statistic("Sum")).contains("<member>2026-01-31T11:55:00Z</member>");
    assertThat(statistic("Sum")).contains("<member>8.0</member>");
    assertThat(statistic("SampleCount")).contains("<member>2.0</member>");
    assertThat(statistic("Minimum")).contains("<member>3.0</member>");
    assertThat(statistic("Maximum")).contains("<member>5.0</member>");
  }

  @Test
  void otherLinesAreLeftToTheLog() throws Exception {
    assertThat(service.take("{\"message\":\"rows\"}")).isFalse();
    assertThat(service.take("{\"_aws\"")).isFalse();
    assertThat(send("Action=ListMetrics")).doesNotContain("<MetricName>");
  }

  @Test
  void whatItDoesNotServeIsRefused() throws Exception {
    assertThat(send("Action=DeleteAlarms")).contains("InvalidParameterValue");
    assertThat(send("nothing")).contains("InvalidParameterValue");
  }
}
