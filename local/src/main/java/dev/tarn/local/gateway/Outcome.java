package dev.tarn.local.gateway;

import java.util.Optional;

/// What came of a request.
///
/// @param bodyUnread whether its body was not read, or not to its end
/// @param failure what went wrong inside, which the client is not told
record Outcome(Answer answer, boolean bodyUnread, Optional<Throwable> failure) {
  /// Answered, after its whole body was read.
  static Outcome answered(Answer answer) {
    return new Outcome(answer, false, Optional.empty());
  }

  /// Answered, whatever its body would have been.
  static Outcome refused(Answer answer) {
    return new Outcome(answer, true, Optional.empty());
  }

  /// Failed, after its whole body was read.
  static Outcome failed(Throwable cause) {
    return new Outcome(internalError(), false, Optional.of(cause));
  }

  /// Failed, before or amid its body.
  static Outcome failedUnread(Throwable cause) {
    return new Outcome(internalError(), true, Optional.of(cause));
  }

  private static Answer internalError() {
    return Answer.message(500, "Internal Server Error");
  }
}
