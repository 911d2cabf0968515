package dev.tarn.dataset;

/// Restricts each caller to the rows whose `column` equals the caller's token claim `claim`.
public record RowAccess(String column, String claim) {}
