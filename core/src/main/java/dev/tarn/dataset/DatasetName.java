package dev.tarn.dataset;

import java.util.Optional;
import java.util.regex.Pattern;

/// A dataset's name: a lower-case letter, then up to 62 lower-case letters, digits and underscores,
/// with no two underscores in a row (those are kept for Tarn's own datasets).
public record DatasetName(String value) implements Comparable<DatasetName> {
  /// What a name looks like, for messages and documents.
  public static final String PATTERN = "[a-z][a-z0-9_]{0,62}, no double underscore";

  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /// Throws [IllegalArgumentException] if `value` is no name.
  public DatasetName {
    if (!FORM.matcher(value).matches() || value.contains("__")) {
      throw new IllegalArgumentException("'" + value + "' is not a dataset name: " + PATTERN);
    }
  }

  /// `text` as a name, or empty if it is none.
  public static Optional<DatasetName> parse(String text) {
    return FORM.matcher(text).matches() && !text.contains("__")
        ? Optional.of(new DatasetName(text))
        : Optional.empty();
  }

  @Override
  public int compareTo(DatasetName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
