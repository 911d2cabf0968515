package dev.tarn.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// The functions a statement may call, from a resource. Left out is everything that reads or tells
/// of files, the environment, settings, the catalog, other statements or the process; that sleeps,
/// logs or keeps state; and what is internal to the engine. A name that is not in the resource is
/// refused, so a function that a new version of the engine brings stays refused until it is added.
final class FunctionList {
  private static final String RESOURCE = "functions-allowed.txt";

  private final Set<String> names;

  private FunctionList(Set<String> names) {
    this.names = names;
  }

  static FunctionList load() {
    try (InputStream in =
            Objects.requireNonNull(FunctionList.class.getResourceAsStream(RESOURCE), RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return new FunctionList(
          lines
              .lines()
              .filter(line -> !line.startsWith("# ") && !line.isEmpty())
              .map(line -> line.toLowerCase(Locale.ROOT))
              .collect(Collectors.toUnmodifiableSet()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean accepts(String name) {
    return names.contains(name.toLowerCase(Locale.ROOT));
  }

  /// Every accepted name, in lower case.
  Set<String> names() {
    return names;
  }
}
