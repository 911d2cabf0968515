package dev.tarn.ingest;

/// How a batch was answered.
///
/// @param replayed whether the batch was committed by an earlier request with the same key
public record IngestResult(Receipt receipt, boolean replayed) {}
