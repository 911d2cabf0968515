package dev.tarn.local.runtime;

import java.time.Duration;

/// What came of one invocation.
public sealed interface InvocationOutcome {
  /// The function answered with `document`.
  @SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
  record Answered(byte[] document) implements InvocationOutcome {}

  /// The handler threw; the process lives on.
  record Failed(FunctionError error) implements InvocationOutcome {}

  /// The function answered with more than Lambda passes on.
  record TooLarge(long bytes) implements InvocationOutcome {}

  /// It did not answer in time. A process that had begun was killed.
  record OutOfTime(Duration timeout) implements InvocationOutcome {}

  /// Its process could not be initialized.
  record NotInitialized(FunctionError error) implements InvocationOutcome {}

  /// Its process ended with `exitCode` before it answered.
  record Ended(int exitCode) implements InvocationOutcome {}

  /// What went wrong, in a sentence for people; empty where nothing did.
  default String fault() {
    return switch (this) {
      case Answered _ -> "";
      case Failed(FunctionError error) -> "the function failed: " + error;
      case TooLarge(long bytes) ->
          "the function's answer has "
              + bytes
              + " bytes, over the "
              + RuntimeApi.MOST_ANSWER_BYTES
              + " that Lambda passes on";
      case OutOfTime(Duration timeout) -> "the function was out of time after " + timeout;
      case NotInitialized(FunctionError error) -> "the function could not be initialized: " + error;
      case Ended(int exitCode) ->
          "the function's process ended with " + exitCode + " before it answered";
    };
  }
}
