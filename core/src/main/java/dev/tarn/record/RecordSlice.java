package dev.tarn.record;

/// Some records of a file that follow one another.
///
/// @param batch the records; reasons for rejections have positions and places that count from the
///   file's beginning
/// @param end where the next slice begins
public record RecordSlice(RecordBatch batch, RecordPosition end) {}
