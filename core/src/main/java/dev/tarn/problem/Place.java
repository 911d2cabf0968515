package dev.tarn.problem;

import java.util.Optional;
import java.util.OptionalInt;

/// Where in a request the value at fault stands.
///
/// @param pointer a JSON pointer (RFC 6901) into the body
/// @param line the line, from 1
/// @param column the column, from 1, counted in characters
public record Place(Optional<String> pointer, OptionalInt line, OptionalInt column) {
  /// A place known by its JSON pointer alone.
  public static Place pointer(String pointer) {
    return new Place(Optional.of(pointer), OptionalInt.empty(), OptionalInt.empty());
  }

  /// A place in a text.
  public static Place position(int line, int column) {
    return new Place(Optional.empty(), OptionalInt.of(line), OptionalInt.of(column));
  }
}
