package dev.tarn.query;

/// A condition on one column as a client writes it: an operator, a dot, and a value, such as
/// `gte.5`, `in.(us,uw)`, `like.*Chile*` or `is.null`.
///
/// @param pointer where it stands in the request, for messages
public record ColumnFilter(String column, String condition, String pointer) {}
