package dev.tarn.parquet.input;

/// One column's part of one row group, as it is in the file.
///
/// @param bytes its own and perhaps others', not to be changed
/// @param from where it begins there
/// @param to where it ends
/// @param position where it begins in the file
/// @param values how many values the footer says it has, those that are null counted
@SuppressWarnings("ArrayRecordComponent") // never compared, only handed on
record ChunkBytes(
    byte[] bytes, int from, int to, long position, long values, PageCompression compression) {}
