package dev.tarn.api.route;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.api.json.RequestBody;
import dev.tarn.export.ExportCompression;
import dev.tarn.export.ExportFormat;
import dev.tarn.export.ExportInterval;
import dev.tarn.export.ExportMode;
import dev.tarn.export.ExportName;
import dev.tarn.export.ExportWindow;
import dev.tarn.export.Schedule;
import dev.tarn.export.Schedules;
import dev.tarn.export.job.ExportSchedules;
import dev.tarn.export.job.ScheduledExports;
import dev.tarn.export.stored.ScheduleJson;
import dev.tarn.problem.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is served of schedules: put, get, list and delete, an endpoint each.
final class SchedulesEndpoint {
  private static final String JSON = "application/json";
  private static final Duration DEFAULT_DELAY = Duration.ofMinutes(5);
  private static final Duration LONGEST_DELAY = Duration.ofDays(7);
  private static final Instant EARLIEST = Instant.EPOCH;
  private static final Duration LATEST_AHEAD = Duration.ofDays(3_660);

  private final ExportSchedules schedules;
  private final InstantSource clock;

  SchedulesEndpoint(ExportSchedules schedules, InstantSource clock) {
    this.schedules = schedules;
    this.clock = clock;
  }

  /// `PUT /v1/datasets/{dataset}/schedules/{name}`.
  ApiResponse put(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    JsonRequests.requireJson(request);
    RequestBody body =
        RequestBody.read(
            request.body(),
            List.of("every", "timezone", "mode", "format", "compression", "sql", "delay", "from"));
    ExportFormat format =
        body.parsed("format", ExportFormat::parse, ExportsEndpoint.FORMATS)
            .orElse(ExportFormat.PARQUET);
    Optional<Instant> from = body.instant("from");
    from.filter(this::isOutOfRange)
        .ifPresent(time -> {
          throw RequestBody.refused(
              "from", "from must be after 1970 and within ten years from now");
        });
    Schedule schedule =
        new Schedule(
            PathParameters.dataset(request),
            newName(request),
            body.parsed("every", ExportInterval::parse, "hour, day, week or month")
                .orElseThrow(
                    () -> RequestBody.refused("every", "every is hour, day, week or month")),
            body.parsed("timezone", SchedulesEndpoint::zone, "a time zone such as Europe/Berlin")
                .orElse(ZoneId.of("UTC")),
            body.parsed("mode", ExportMode::parse, "window, full or changes")
                .orElse(ExportMode.WINDOW),
            format,
            body.parsed("compression", ExportCompression::parse, ExportsEndpoint.COMPRESSIONS)
                .orElse(format.defaultCompression()),
            body.text("sql"),
            body.parsed("delay", SchedulesEndpoint::delay, "a duration from PT0S to P7D")
                .orElse(DEFAULT_DELAY),
            from.orElseGet(clock::instant),
            request.principal());
    ExportSchedules.Put put = schedules.put(schedule, from.isPresent());
    ApiResponse answer =
        ApiResponse.of(put.created() ? 201 : 200, JSON, JsonDocument.bytes(node(put.schedule())));
    return put.created()
        ? answer.with(
            "location", "/v1/datasets/" + schedule.dataset() + "/schedules/" + schedule.name())
        : answer;
  }

  /// `GET /v1/datasets/{dataset}/schedules/{name}`.
  ApiResponse get(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    Schedules.Kept kept =
        schedules.find(request.principal(), PathParameters.dataset(request), name(request));
    return ApiResponse.of(200, JSON, JsonDocument.bytes(node(kept)));
  }

  /// `GET /v1/datasets/{dataset}/schedules`.
  ApiResponse list(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    ObjectNode document = JsonDocument.newObject();
    ArrayNode array = document.putArray("schedules");
    schedules
        .list(request.principal(), PathParameters.dataset(request))
        .forEach(kept -> array.add(node(kept)));
    return ApiResponse.of(200, JSON, JsonDocument.bytes(document));
  }

  /// `DELETE /v1/datasets/{dataset}/schedules/{name}`.
  ApiResponse delete(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    schedules.delete(request.principal(), PathParameters.dataset(request), name(request));
    return new ApiResponse(204, Map.of(), new byte[0]);
  }

  private static ObjectNode node(Schedules.Kept kept) {
    Schedule schedule = kept.schedule();
    ExportWindow window = schedule.window(kept.progress().next());
    ObjectNode node = ScheduleJson.node(schedule);
    node.putObject("next")
        .put("window", window.label())
        .put("from", window.from().orElseThrow().toString())
        .put("to", window.to().orElseThrow().toString())
        .put("due", schedule.due(kept.progress()).toString())
        .put("exportId", ScheduledExports.next(kept).toString());
    return node;
  }

  private boolean isOutOfRange(Instant time) {
    return time.isBefore(EARLIEST) || time.isAfter(clock.instant().plus(LATEST_AHEAD));
  }

  private static ExportName newName(ApiRequest request) {
    String text = request.pathParameter("name");
    return ExportName.parse(text)
        .orElseThrow(() ->
            new Problem.MalformedRequest(
                    "'%s' cannot name a schedule: %s".formatted(text, ExportName.PATTERN))
                .exception());
  }

  /// A text that cannot be a name is a schedule that does not exist.
  private static ExportName name(ApiRequest request) {
    String text = request.pathParameter("name");
    return ExportName.parse(text)
        .orElseThrow(
            () -> new Problem.UnknownSchedule(request.pathParameter("dataset"), text).exception());
  }

  private static Optional<ZoneId> zone(String text) {
    try {
      return Optional.of(ZoneId.of(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> delay(String text) {
    try {
      return Optional.of(Duration.parse(text))
          .filter(delay -> !delay.isNegative() && delay.compareTo(LONGEST_DELAY) <= 0);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
