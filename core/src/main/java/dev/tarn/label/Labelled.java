package dev.tarn.label;

import java.util.Locale;
import java.util.Optional;

/// A constant of an enum with a word for it that people write.
public interface Labelled {
  /// The constant's name in Java.
  String name();

  /// The word: the name in lower case.
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The one of `constants` that has that label, if there is one.
  static <T extends Labelled> Optional<T> parse(T[] constants, String label) {
    for (T constant : constants) {
      if (constant.label().equals(label)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
