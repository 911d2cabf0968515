package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.problem.Problem;
import dev.tarn.query.Query;
import dev.tarn.query.QueryLimits;
import dev.tarn.query.QueryOutcome;
import dev.tarn.query.Querying;
import dev.tarn.query.ResultBody;
import dev.tarn.query.ResultObjects;
import dev.tarn.query.ResultTag;
import dev.tarn.query.ResultWriter;
import dev.tarn.query.ScratchSpace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Answers requests with the results of queries: in the media type that is asked for, not at all
/// where the client has the result already, and with a link to it where it is too large to be the
/// body.
final class ResultAnswers {
  private static final int NOT_MODIFIED = 304;
  private static final int SEE_OTHER = 303;

  private final Querying querying;
  private final ScratchSpace scratch;
  private final ResultObjects objects;
  private final long mostInBody;

  /// @param scratch where results are while they are written
  /// @param objects where those larger than `mostInBody` bytes go
  ResultAnswers(Querying querying, ScratchSpace scratch, ResultObjects objects, long mostInBody) {
    this.querying = querying;
    this.scratch = scratch;
    this.objects = objects;
    this.mostInBody = mostInBody;
  }

  /// The one of `writers`, the first of which is the default, whose media type the request likes
  /// best. Throws [Problem.NotAcceptable] where it likes none.
  static ResultWriter writer(ApiRequest request, List<ResultWriter> writers) {
    String accept = request.header("accept").orElse("*/*");
    List<String> offered = writers.stream().map(ResultWriter::mediaType).toList();
    String chosen =
        MediaTypes.accepted(accept, offered)
            .orElseThrow(() -> new Problem.NotAcceptable(accept, offered).exception());
    return writers.get(offered.indexOf(chosen));
  }

  /// The answer to `request` with the result of `query`.
  ApiResponse answer(ApiRequest request, Query query, QueryLimits limits, ResultWriter writer) {
    Predicate<ResultTag> known =
        request.header("if-none-match").map(ResultTag::among).orElse(tag -> false);
    try (ResultBody body = new ResultBody(scratch, mostInBody)) {
      return switch (querying.answer(query, limits, writer, body, known)) {
        case QueryOutcome.Unchanged(ResultTag tag) ->
            tagged(new ApiResponse(NOT_MODIFIED, Map.of(), new byte[0]), Optional.of(tag));
        case QueryOutcome.Answered answered -> {
          ApiResponse response = tagged(carrying(body, writer.mediaType()), answered.tag());
          yield writer.carriesStatistics() && response.status() != SEE_OTHER
              ? response
              : response.with("x-tarn-stats", answered.statistics().json());
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ApiResponse carrying(ResultBody body, String mediaType) throws IOException {
    body.flush();
    Optional<Path> file = body.file();
    if (file.isEmpty()) {
      return ApiResponse.of(200, mediaType, body.bytes());
    }
    URI link = objects.put(file.get(), mediaType);
    return new ApiResponse(SEE_OTHER, Map.of("location", link.toString()), new byte[0]);
  }

  private static ApiResponse tagged(ApiResponse response, Optional<ResultTag> tag) {
    // Whoever keeps it asks whether it is still so.
    return tag.map(
            each -> response.with("etag", each.etag()).with("cache-control", "private, no-cache"))
        .orElse(response);
  }
}
