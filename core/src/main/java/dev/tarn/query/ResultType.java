package dev.tarn.query;

import java.util.List;

/// A type of a SQL result, read from the engine's name for it, such as `STRUCT(a INTEGER, b
/// DECIMAL(18,3)[])`.
public sealed interface ResultType {
  /// A type without others in it.
  ///
  /// @param arguments the numbers after its name, as of a decimal
  record Plain(String name, List<Integer> arguments) implements ResultType {}

  /// A list, or an array of fixed length.
  record ListOf(ResultType element) implements ResultType {}

  /// A map.
  record MapOf(ResultType key, ResultType value) implements ResultType {}

  /// A struct. One without names is [Plain].
  record Struct(List<Field> fields) implements ResultType {}

  /// A field of a struct.
  record Field(String name, ResultType type) {}

  /// The type that `text` names. What is not understood is a [Plain] type of that name.
  static ResultType parse(String text) {
    return new ResultTypeParser(text).parse();
  }
}
