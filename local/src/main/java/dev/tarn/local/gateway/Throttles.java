package dev.tarn.local.gateway;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.api.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How many requests each route takes, by the function that it leads to; routes without a token
/// have a throttle of their own, `open`, whichever function they lead to.
///
/// @param byFunction by a function's label, or `open`; routes of those that are not there take
///   whatever comes
public record Throttles(Map<String, Throttle> byFunction) {
  /// Every route takes whatever comes.
  public static final Throttles NONE = new Throttles(Map.of());

  private static final String OPEN = "open";
  private static final String DEPLOYED = "/dev/tarn/local/infra/throttles.json";
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /// Copies the map.
  public Throttles {
    byFunction = Map.copyOf(byFunction);
  }

  /// Those that Terraform gives API Gateway unless it is told others: `infra/throttles.json`.
  public static Throttles deployed() {
    try (InputStream file = Throttles.class.getResourceAsStream(DEPLOYED)) {
      if (file == null) {
        throw new IllegalStateException(DEPLOYED + " is not in this build");
      }
      return read(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Reads a file such as `infra/throttles.json`. Throws [IllegalArgumentException] that tells what
  /// does not fit.
  public static Throttles read(byte[] json) {
    JsonNode file;
    try {
      file = JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("throttles are JSON", e);
    }
    Set<String> expected = new TreeSet<>(Set.of(OPEN));
    Arrays.stream(Operation.Function.values())
        .map(Operation.Function::label)
        .forEach(expected::add);
    Map<String, Throttle> throttles = new TreeMap<>();
    file.properties().forEach(entry -> throttles.put(entry.getKey(), throttle(entry.getValue())));
    if (!throttles.keySet().equals(expected)) {
      throw new IllegalArgumentException(
          "there are throttles for %s, not for %s".formatted(expected, throttles.keySet()));
    }
    return new Throttles(throttles);
  }

  private static Throttle throttle(JsonNode value) {
    Set<String> fields = new TreeSet<>();
    value.fieldNames().forEachRemaining(fields::add);
    if (!fields.equals(Set.of("rate", "burst"))
        || !value.path("rate").isNumber()
        || !value.path("burst").canConvertToLong()
        || !value.path("burst").isIntegralNumber()) {
      throw new IllegalArgumentException(
          "a throttle is {\"rate\": a number, \"burst\": a whole number}, not " + value);
    }
    return new Throttle(value.path("rate").doubleValue(), value.path("burst").longValue());
  }

  /// The throttle of the route of `operation`, if it has one.
  Optional<Throttle> of(Operation operation) {
    return Optional.ofNullable(
        byFunction.get(operation.scope().isEmpty() ? OPEN : operation.function().label()));
  }
}
