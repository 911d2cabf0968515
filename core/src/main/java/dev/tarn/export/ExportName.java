package dev.tarn.export;

import java.util.Optional;
import java.util.regex.Pattern;

/// The name that exports of one kind share: a schedule's, or one given to exports asked for. It is
/// part of their files' paths.
///
/// @param value as [#PATTERN] says
public record ExportName(String value) {
  /// What names look like.
  public static final String PATTERN = "[a-z0-9][a-z0-9_-]{0,39}";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  /// Throws [IllegalArgumentException] if `value` is no such name.
  public ExportName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("'" + value + "' is no name of exports");
    }
  }

  /// The name, or empty if `text` is none.
  public static Optional<ExportName> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new ExportName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
