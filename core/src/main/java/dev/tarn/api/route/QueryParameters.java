package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.problem.Problem;
import java.util.List;

/// Checks a request's query parameters.
final class QueryParameters {
  private QueryParameters() {}

  /// Throws [Problem.MalformedRequest] if the request has a parameter besides `known`.
  static void requireKnown(ApiRequest request, List<String> known) {
    for (String name : request.queryParameters().keySet()) {
      if (!known.contains(name)) {
        throw new Problem.MalformedRequest(
                "there is no query parameter '%s' here%s"
                    .formatted(
                        name, known.isEmpty() ? "" : "; there is " + String.join(", ", known)))
            .exception();
      }
    }
  }
}
