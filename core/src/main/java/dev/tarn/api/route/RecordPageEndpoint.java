package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.query.ColumnFilter;
import dev.tarn.query.JsonResultWriter;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.RecordPage;
import dev.tarn.query.RecordPages;
import dev.tarn.query.RecordsRequest;
import dev.tarn.query.ResultWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `GET /v1/datasets/{dataset}/records`: each parameter besides its own is a condition on the
/// column of its name. A column whose name is a parameter's is written in double quotes.
final class RecordPageEndpoint implements Endpoint {
  private static final Set<String> OWN = Set.of("select", "from", "to", "order", "limit", "cursor");
  private static final int DEFAULT_ROWS = 100;
  private static final int MOST_ROWS = 10_000;
  private static final int MOST_CONDITIONS = 100;
  private static final int MOST_ORDERED = 16;

  private final RecordPages pages;
  private final ResultAnswers results;
  private final QueryLimits limits;
  private final List<ResultWriter> writers;

  /// Answers in JSON by default, or in the media type of one of `writers`.
  RecordPageEndpoint(
      RecordPages pages, ResultAnswers results, QueryLimits limits, List<ResultWriter> writers) {
    this.pages = pages;
    this.results = results;
    this.limits = limits;
    this.writers = List.copyOf(writers);
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    RecordPage page = pages.page(read(request));
    List<ResultWriter> offered = new ArrayList<>();
    offered.add(new JsonResultWriter(page::next));
    offered.addAll(writers);
    ResultWriter writer = page.writer(ResultAnswers.writer(request, offered));
    ApiResponse answer = results.answer(request, page.query(), limits, writer);
    return page.next().map(next -> answer.with("x-tarn-next", next)).orElse(answer);
  }

  private static RecordsRequest read(ApiRequest request) {
    return new RecordsRequest(
        request.principal(),
        PathParameters.dataset(request),
        list(request, "select", Integer.MAX_VALUE),
        filters(request),
        instant(request, "from"),
        instant(request, "to"),
        list(request, "order", MOST_ORDERED).stream().map(RecordPageEndpoint::order).toList(),
        QueryParameters.number(request, "limit", DEFAULT_ROWS, MOST_ROWS),
        single(request, "cursor"));
  }

  private static List<ColumnFilter> filters(ApiRequest request) {
    List<ColumnFilter> filters = new ArrayList<>();
    for (Map.Entry<String, List<String>> parameter : request.queryValues().entrySet()) {
      String name = parameter.getKey();
      if (!OWN.contains(name)) {
        String column =
            name.length() > 2 && name.startsWith("\"") && name.endsWith("\"")
                ? name.substring(1, name.length() - 1)
                : name;
        for (String condition : parameter.getValue()) {
          filters.add(new ColumnFilter(column, condition, "/" + column));
        }
      }
    }
    if (filters.size() > MOST_CONDITIONS) {
      throw refused("", "a request has at most " + MOST_CONDITIONS + " conditions");
    }
    return filters;
  }

  private static RecordsRequest.Order order(String text) {
    boolean descending = text.endsWith(".desc");
    boolean ascending = text.endsWith(".asc");
    int end = descending || ascending ? text.lastIndexOf('.') : text.length();
    return new RecordsRequest.Order(text.substring(0, end), descending);
  }

  private static List<String> list(ApiRequest request, String name, int most) {
    List<String> names =
        single(request, name).map(text -> List.of(text.split(",", -1))).orElseGet(List::of);
    if (names.size() > most) {
      throw refused(name, name + " takes at most " + most + " columns");
    }
    return names;
  }

  private static Optional<Instant> instant(ApiRequest request, String name) {
    return single(request, name)
        .map(text -> {
          try {
            return OffsetDateTime.parse(text).toInstant();
          } catch (DateTimeException e) {
            throw refused(name, "'" + text + "' is no ISO 8601 time with Z or an offset");
          }
        });
  }

  private static Optional<String> single(ApiRequest request, String name) {
    List<String> values = request.queryValues().getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw refused(name, name + " is given " + values.size() + " times");
    }
    return values.stream().findFirst();
  }

  private static ProblemException refused(String parameter, String detail) {
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer("/" + parameter)))
        .exception();
  }
}
