package dev.tarn.dataset;

import java.util.Optional;
import java.util.regex.Pattern;

/// A dataset's name: a lower-case letter, then up to 62 lower-case letters, digits and underscores,
/// with no two underscores in a row. Two underscores are in the names of Tarn's own datasets alone:
/// `<name>__rejected` holds what was not fit for `<name>`.
public record DatasetName(String value) implements Comparable<DatasetName> {
  /// What a name looks like, for messages and documents.
  public static final String PATTERN = "[a-z][a-z0-9_]{0,62}, no double underscore";

  private static final String REJECTED = "__rejected";
  private static final Pattern FORM = Pattern.compile("[a-z](?:_?[a-z0-9])*_?");
  private static final int LONGEST = 63;

  /// Throws [IllegalArgumentException] if `value` is no name.
  public DatasetName {
    if (!isValid(value)) {
      throw new IllegalArgumentException("'" + value + "' is not a dataset name: " + PATTERN);
    }
  }

  /// `text` as a name, or empty if it is none.
  public static Optional<DatasetName> parse(String text) {
    return isValid(text) ? Optional.of(new DatasetName(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    String own =
        text.endsWith(REJECTED) ? text.substring(0, text.length() - REJECTED.length()) : text;
    return own.length() <= LONGEST && FORM.matcher(own).matches();
  }

  /// Whether Tarn alone writes to it: it holds the rejected records of another.
  public boolean isOfRejected() {
    return value.endsWith(REJECTED);
  }

  /// The name of the dataset that holds this one's rejected records. Throws [IllegalStateException]
  /// if this is one of those.
  public DatasetName ofRejected() {
    if (isOfRejected()) {
      throw new IllegalStateException(value + " has no rejected records");
    }
    return new DatasetName(value + REJECTED);
  }

  /// The name of the dataset whose rejected records this one holds. Throws [IllegalStateException]
  /// if it holds none.
  public DatasetName owner() {
    if (!isOfRejected()) {
      throw new IllegalStateException(value + " holds no rejected records");
    }
    return new DatasetName(value.substring(0, value.length() - REJECTED.length()));
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
