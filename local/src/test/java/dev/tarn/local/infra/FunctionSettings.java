package dev.tarn.local.infra;

import dev.tarn.api.Operation;
import dev.tarn.configuration.Settings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The settings that functions read, found by letting them read.
final class FunctionSettings {
  /// One value for each variable that decides whether others are read, or that is needed.
  private static final Map<String, String> VALUES =
      Map.of(
          "AWS_REGION", "us-east-1",
          "TARN_BUCKET", "lake-1",
          "TARN_PUBLISH_BUCKET", "publish-1",
          "TARN_PUBLISH_URL", "https://exports.example/",
          "TARN_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/1/jobs",
          "TARN_ATHENA_DATABASE", "tarn");

  private FunctionSettings() {}

  /// The names that `function` asks for when it starts.
  static Set<String> readBy(Operation.Function function) {
    Set<String> names = new TreeSet<>();
    read(
        function,
        new Settings(name -> {
          names.add(name);
          return VALUES.get(name);
        }));
    return names;
  }

  /// Has `function` read its settings with one of them as given. Throws [IllegalArgumentException]
  /// if it refuses them.
  static void read(Operation.Function function, String name, String value) {
    Map<String, String> values = new HashMap<>(VALUES);
    values.put(name, value);
    read(function, new Settings(values));
  }

  /// By reflection, since nobody but a function's handler is to configure it.
  private static void read(Operation.Function function, Settings settings) {
    String label = function.label();
    String name =
        "dev.tarn.function."
            + label
            + "."
            + label.substring(0, 1).toUpperCase(Locale.ROOT)
            + label.substring(1)
            + "Configuration";
    try {
      Method of = Class.forName(name).getDeclaredMethod("of", Settings.class);
      of.setAccessible(true);
      of.invoke(null, settings);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new AssertionError(name + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name + " does not read settings any more", e);
    }
  }
}
