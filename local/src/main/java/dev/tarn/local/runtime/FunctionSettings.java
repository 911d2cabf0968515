package dev.tarn.local.runtime;

import java.time.Duration;
import java.util.Map;

/// What a function is deployed with.
///
/// @param name of the function, such as `tarn-query`
/// @param handler the class and method that are invoked, such as
///   `dev.tarn.function.query.QueryHandler::handleRequest`
/// @param region in which the function believes to be
/// @param memoryMegabytes by which its heap is sized
/// @param timeout how long an invocation may take
/// @param initialization how its processes come to be
/// @param environment the variables of its own, credentials included: it is given these, those that
///   Lambda sets, and none of this process's
public record FunctionSettings(
    String name,
    String handler,
    String region,
    int memoryMegabytes,
    Duration timeout,
    InitializationType initialization,
    Map<String, String> environment) {
  /// Lambda's own limits (AWS Lambda Developer Guide, "Lambda quotas").
  private static final int LEAST_MEMORY = 128;

  private static final int MOST_MEMORY = 10_240;
  private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(15);

  /// Throws [IllegalArgumentException] for memory or a time that Lambda does not give.
  public FunctionSettings {
    if (memoryMegabytes < LEAST_MEMORY || memoryMegabytes > MOST_MEMORY) {
      throw new IllegalArgumentException(
          "a function has from "
              + LEAST_MEMORY
              + " to "
              + MOST_MEMORY
              + " megabytes, not "
              + memoryMegabytes);
    }
    if (!timeout.isPositive() || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "a function's timeout is up to " + LONGEST_TIMEOUT + ", not " + timeout);
    }
    environment = Map.copyOf(environment);
  }

  /// The same settings, with processes that come to be by `other`.
  public FunctionSettings initializedBy(InitializationType other) {
    return new FunctionSettings(
        name, handler, region, memoryMegabytes, timeout, other, environment);
  }

  /// Its name in the form of AWS, in an account that nobody has.
  String arn() {
    return "arn:aws:lambda:" + region + ":000000000000:function:" + name;
  }
}
