package dev.tarn.problem;

/// Why one record of a batch was not accepted.
///
/// @param record the record's position in the batch, from 0
/// @param pointer a JSON pointer from the record's root to the value at fault; empty for the record
/// @param code the kind of fault: `type`, `range`, `missing`, `unknown`, `duplicate`, `enum`,
///   `format`, `depth`, `length`, `access`; `json` or `csv` where the record is no text of its
///   format
/// @param detail what was found and what would be right
public record RejectedRecord(int record, String pointer, String code, String detail) {}
