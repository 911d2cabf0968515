package dev.tarn.ingest;

import dev.tarn.table.BatchId;

/// What is kept in the place of a batch's receipt is none.
public final class UnreadableReceiptException extends RuntimeException {
  /// `cause` tells what is wrong with what is kept for `batch`.
  public UnreadableReceiptException(BatchId batch, Throwable cause) {
    super("what is kept as the receipt of batch " + batch + " is none", cause);
  }
}
