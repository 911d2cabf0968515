package dev.tarn.expiry;

/// What one expiry let go.
///
/// @param filesRemoved files that left the table since their event date is past the dataset's
///   retention
/// @param rowsRemoved the rows of those
/// @param filesDeleted objects that were deleted since no version that is kept needs them
/// @param bytesDeleted the size of those
/// @param logObjectsDeleted objects of the table's log that were deleted
public record ExpiryResult(
    int filesRemoved,
    long rowsRemoved,
    int filesDeleted,
    long bytesDeleted,
    int logObjectsDeleted) {}
