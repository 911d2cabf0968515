package dev.tarn.local.batch;

/// One record of a file, as JSON on one line.
///
/// @param json without the end of line
/// @param place where it stands in the file, as its source counts
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
record SourceRecord(byte[] json, long place) {}
