package dev.tarn.benchmarks.hello;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/// The first function of AWS's guide for Java: it takes an event as a map, logs a line and answers
/// with a map, which AWS's runtime client reads and writes.
public final class HelloWorld implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    context.getLogger().log("an event with " + event.size() + " fields");
    return Map.of("statusCode", 200, "body", "hello");
  }
}
