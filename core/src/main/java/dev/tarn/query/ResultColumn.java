package dev.tarn.query;

/// One column of a result, with the SQL engine's name for its type.
public record ResultColumn(String name, String type) {}
