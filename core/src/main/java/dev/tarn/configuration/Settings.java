package dev.tarn.configuration;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Typed access to environment variables. Every error names the variable and its value.
public final class Settings {
  private final Function<String, @Nullable String> variables;

  /// Reads a copy of `variables`; an empty value counts as none.
  public Settings(Map<String, String> variables) {
    this(Map.copyOf(variables)::get);
  }

  /// Reads what `variables` has for a name, null for nothing; it is asked when a setting is.
  public Settings(Function<String, @Nullable String> variables) {
    this.variables = variables;
  }

  /// The value of `name`; throws [IllegalArgumentException] if there is none.
  public String required(String name) {
    return optional(name)
        .orElseThrow(
            () -> new IllegalArgumentException("the environment variable " + name + " is not set"));
  }

  /// The value of `name`, or empty.
  public Optional<String> optional(String name) {
    return Optional.ofNullable(variables.apply(name)).filter(value -> !value.isBlank());
  }

  /// The whole number `name` holds, or `otherwise`; throws [IllegalArgumentException] if it is none
  /// or outside `[least, most]`.
  public long number(String name, long otherwise, long least, long most) {
    Optional<String> text = optional(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    long value;
    try {
      value = Long.parseLong(text.get().trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(name + " is '" + text.get() + "', not a whole number", e);
    }
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", not within " + least + " to " + most);
    }
    return value;
  }
}
