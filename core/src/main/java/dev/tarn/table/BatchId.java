package dev.tarn.table;

import java.util.regex.Pattern;

/// The name of one batch of records, unique in its dataset: 1 to 64 letters, digits, `-` and `_`.
public record BatchId(String value) {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// Throws [IllegalArgumentException] if `value` has another form.
  public BatchId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + value + "' is not a batch id");
    }
  }

  /// Whether `text` could be a batch id.
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return value;
  }
}
