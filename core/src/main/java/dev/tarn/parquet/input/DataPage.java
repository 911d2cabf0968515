package dev.tarn.parquet.input;

import org.apache.parquet.format.Encoding;

/// A page of values, decompressed, by the places of its parts.
///
/// @param values how many values it has, those that are null counted
/// @param repetition where the repetition levels begin, and definition levels end the former
/// @param definition where the definition levels begin
/// @param data where the values begin
/// @param owned how many bytes are the page's own, rather than the chunk's
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
record DataPage(
    int values,
    byte[] bytes,
    int repetition,
    int definition,
    int data,
    int end,
    Encoding encoding,
    int owned) {}
