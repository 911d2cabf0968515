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

  /// Whether the parameter `name` is `true`; without it, or with `false`, it is not. Throws
  /// [Problem.MalformedRequest] for anything else.
  static boolean flag(ApiRequest request, String name) {
    String text = request.queryParameters().getOrDefault(name, "false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw new Problem.MalformedRequest(
                  "%s is '%s'; it must be true or false".formatted(name, text))
              .exception();
    };
  }

  /// The whole number from 1 to `most` in the parameter `name`, or `otherwise` where there is none.
  static int number(ApiRequest request, String name, int otherwise, int most) {
    String text = request.queryParameters().getOrDefault(name, Integer.toString(otherwise));
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered like a number that is too small or too large.
    }
    throw new Problem.MalformedRequest(
            "%s is '%s'; it must be a whole number from 1 to %d".formatted(name, text, most))
        .exception();
  }
}
