package dev.tarn.table;

/// Two states of a table that were found by asking the store once.
///
/// @param read the state that was asked for
/// @param latest the latest that there was then, which may be the same
public record TableStates(TableSnapshot read, TableSnapshot latest) {}
