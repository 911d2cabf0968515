package dev.tarn.api;

/// Answers the requests of one operation.
@FunctionalInterface
public interface Endpoint {
  /// The answer, or a [dev.tarn.problem.ProblemException].
  ApiResponse handle(ApiRequest request);
}
