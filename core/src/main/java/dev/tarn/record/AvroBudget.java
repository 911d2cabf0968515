package dev.tarn.record;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.Optional;

/// How large a file's schema may be once its named types are written out wherever they are used: a
/// few lines of types that use each other twice come to more than fits in memory.
final class AvroBudget {
  private static final int MOST_TYPES = 20_000;

  private final int maxDepth;
  private int types;

  /// Of types nested `maxDepth` deep at most.
  AvroBudget(int maxDepth) {
    this.maxDepth = maxDepth;
  }

  /// Counts a type at `depth`.
  void spend(int depth) {
    if (depth > maxDepth) {
      throw refused("is nested deeper than " + maxDepth + " levels, or holds itself");
    }
    if (++types > MOST_TYPES) {
      throw refused("comes to more than " + MOST_TYPES + " types");
    }
  }

  /// The file's schema cannot be used; `why` is the rest of the sentence.
  ProblemException refused(String why) {
    return new Problem.MalformedBody("the schema in the file " + why, Optional.empty()).exception();
  }
}
