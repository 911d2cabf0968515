package dev.tarn.audit;

/// What receipts tell against what the log tells.
///
/// @param receipts how many receipts are kept
/// @param receiptRows the rows that those say are in the table
/// @param batches how many batches the log tells of
/// @param batchRows the rows that those appended
/// @param unchecked how many receipts are of versions that the log does not reach back to
public record ReceiptTally(
    long receipts, long receiptRows, long batches, long batchRows, long unchecked) {
  /// Nothing compared.
  static final ReceiptTally NONE = new ReceiptTally(0, 0, 0, 0, 0);
}
