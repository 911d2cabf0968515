package dev.tarn.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.ApiResponse;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemType;
import dev.tarn.problem.RejectedRecord;
import java.util.ArrayList;
import java.util.List;

/// Problems as `application/problem+json` (RFC 9457).
public final class ProblemJson {
  /// The media type of a problem document.
  public static final String MEDIA_TYPE = "application/problem+json";

  /// What a problem's `type` starts with; its code follows.
  public static final String TYPE_PREFIX = "urn:tarn:problem:";

  private ProblemJson() {}

  /// The answer for `problem`, with the headers its status asks for.
  public static ApiResponse answer(Problem problem, String requestId) {
    ObjectNode document = document(problem);
    document.put("requestId", requestId);
    ApiResponse answer =
        ApiResponse.of(problem.type().status(), MEDIA_TYPE, JsonDocument.bytes(document));
    if (problem.retryAfterSeconds().isPresent()) {
      answer = answer.with("retry-after", Integer.toString(problem.retryAfterSeconds().getAsInt()));
    }
    return switch (problem) {
      case Problem.MethodNotAllowed refused ->
          answer.with("allow", String.join(", ", refused.allowed()));
      case Problem.Unauthenticated _ -> answer.with("www-authenticate", "Bearer realm=\"tarn\"");
      case Problem.Forbidden forbidden when forbidden.scope().isPresent() ->
          answer.with(
              "www-authenticate",
              "Bearer realm=\"tarn\", error=\"insufficient_scope\", scope=\"%s\""
                  .formatted(forbidden.scope().get()));
      default -> answer;
    };
  }

  /// `problem` by itself, of no request.
  public static ObjectNode document(Problem problem) {
    ObjectNode document = JsonDocument.newObject();
    document.put("type", TYPE_PREFIX + problem.type().code());
    document.put("title", problem.type().title());
    document.put("status", problem.type().status());
    document.put("detail", problem.detail());
    problem
        .place()
        .ifPresent(place -> {
          place.pointer().ifPresent(pointer -> document.put("pointer", pointer));
          place.line().ifPresent(line -> document.put("line", line));
          place.column().ifPresent(column -> document.put("column", column));
        });
    if (problem instanceof Problem.InvalidRecords invalid) {
      document.put("rejected", invalid.rejected());
      document.set("reasons", reasons(invalid.reasons()));
    }
    return document;
  }

  /// A problem of which the code and the detail were kept.
  public static ObjectNode document(String code, String detail) {
    ObjectNode document = JsonDocument.newObject();
    document.put("type", TYPE_PREFIX + code);
    for (ProblemType type : ProblemType.values()) {
      if (type.code().equals(code)) {
        document.put("title", type.title()).put("status", type.status());
      }
    }
    return document.put("detail", detail);
  }

  /// What [#reasons] listed.
  public static List<RejectedRecord> rejected(JsonNode reasons) {
    List<RejectedRecord> rejected = new ArrayList<>();
    for (JsonNode reason : reasons) {
      rejected.add(
          new RejectedRecord(
              reason.path("record").asInt(),
              reason.path("pointer").asText(),
              reason.path("code").asText(),
              reason.path("detail").asText()));
    }
    return rejected;
  }

  /// Rejections as receipts and problems list them.
  public static ArrayNode reasons(List<RejectedRecord> reasons) {
    ArrayNode array = JsonDocument.newObject().arrayNode();
    for (RejectedRecord reason : reasons) {
      array
          .addObject()
          .put("record", reason.record())
          .put("pointer", reason.pointer())
          .put("code", reason.code())
          .put("detail", reason.detail());
    }
    return array;
  }
}
