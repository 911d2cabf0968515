package dev.tarn.cost;

/// One line of an estimate.
///
/// @param usage what is taken
/// @param dollars what that costs in a month: its share of what its price asks for all there is
public record CostLine(Usage usage, double dollars) {}
