package dev.tarn.audit;

import dev.tarn.store.ObjectKey;
import dev.tarn.table.BatchId;
import java.time.Instant;

/// One thing that an audit found not to be as it is in a sound table.
public sealed interface Finding {
  /// How much a finding matters.
  enum Severity {
    /// Data or its log is lost, damaged, or contradicts itself.
    FAULT,
    /// Nothing is wrong with the data.
    NOTE
  }

  /// The stable word for this kind of finding, such as `missing-file`.
  String code();

  /// Where it is: an object's key, `version 12`, or a batch's id.
  String place();

  /// What was found there, with the values at odds.
  String detail();

  /// How much it matters.
  default Severity severity() {
    return Severity.FAULT;
  }

  /// The log has no entry of a version that it should have.
  record MissingVersion(long version) implements Finding {
    @Override
    public String code() {
      return "missing-version";
    }

    @Override
    public String place() {
      return "version " + version;
    }

    @Override
    public String detail() {
      return "the log has no entry of this version";
    }
  }

  /// The log's entry of a version is none.
  record UnreadableVersion(long version) implements Finding {
    @Override
    public String code() {
      return "unreadable-version";
    }

    @Override
    public String place() {
      return "version " + version;
    }

    @Override
    public String detail() {
      return "the log's entry of this version cannot be read";
    }
  }

  /// The log tells of a checkpoint that stands in for entries it has no more, and there is none.
  record MissingCheckpoint(long version) implements Finding {
    @Override
    public String code() {
      return "missing-checkpoint";
    }

    @Override
    public String place() {
      return "version " + version;
    }

    @Override
    public String detail() {
      return "the log has no checkpoint of this version, and not all entries before it";
    }
  }

  /// The checkpoint of a version is none.
  record UnreadableCheckpoint(long version) implements Finding {
    @Override
    public String code() {
      return "unreadable-checkpoint";
    }

    @Override
    public String place() {
      return "version " + version;
    }

    @Override
    public String detail() {
      return "the checkpoint of this version cannot be read";
    }
  }

  /// There are data files, and no log that says which of them are the table.
  record MissingLog() implements Finding {
    @Override
    public String code() {
      return "missing-log";
    }

    @Override
    public String place() {
      return "_delta_log/";
    }

    @Override
    public String detail() {
      return "there are data files, and no log";
    }
  }

  /// A commit that was to change no rows changed their number.
  record RowsChanged(long version, long removed, long added) implements Finding {
    @Override
    public String code() {
      return "rows-changed";
    }

    @Override
    public String place() {
      return "version " + version;
    }

    @Override
    public String detail() {
      return "files of " + removed + " rows were merged into files of " + added;
    }
  }

  /// A data file that the table needs is not in the store.
  ///
  /// @param live whether the latest version needs it, and not only an earlier one
  record MissingFile(ObjectKey key, boolean live) implements Finding {
    @Override
    public String code() {
      return "missing-file";
    }

    @Override
    public String place() {
      return key.value();
    }

    @Override
    public String detail() {
      return live
          ? "the latest version has this file, and the store has not"
          : "a version within the retention has this file, and the store has not";
    }
  }

  /// A data file is of another size than the log says.
  record WrongSize(ObjectKey key, long logged, long stored) implements Finding {
    @Override
    public String code() {
      return "wrong-size";
    }

    @Override
    public String place() {
      return key.value();
    }

    @Override
    public String detail() {
      return "the file has %d bytes; it has %d in the log".formatted(stored, logged);
    }
  }

  /// A data file has the right size, and no footer that can be read.
  record UnreadableFooter(ObjectKey key, String reason) implements Finding {
    @Override
    public String code() {
      return "unreadable-footer";
    }

    @Override
    public String place() {
      return key.value();
    }

    @Override
    public String detail() {
      return reason;
    }
  }

  /// A data file has another number of rows than the log says.
  record WrongRows(ObjectKey key, long logged, long inFile) implements Finding {
    @Override
    public String code() {
      return "wrong-rows";
    }

    @Override
    public String place() {
      return key.value();
    }

    @Override
    public String detail() {
      return "the file has %d rows; it has %d in the log".formatted(inFile, logged);
    }
  }

  /// The log's statistics of a column do not hold for a data file: readers that go by them leave
  /// the file out where it has rows that they want.
  ///
  /// @param statistic `min`, `max` or `nulls`
  record WrongStatistics(
      ObjectKey key, String column, String statistic, String logged, String inFile)
      implements Finding {
    @Override
    public String code() {
      return "wrong-statistics";
    }

    @Override
    public String place() {
      return key.value();
    }

    @Override
    public String detail() {
      return "%s of column '%s' is %s; it is %s in the log"
          .formatted(statistic, column, inFile, logged);
    }
  }

  /// A receipt whose batch is not in the version of the table that it names.
  record ReceiptWithoutBatch(BatchId batch, long version) implements Finding {
    @Override
    public String code() {
      return "receipt-without-batch";
    }

    @Override
    public String place() {
      return batch.value();
    }

    @Override
    public String detail() {
      return "the receipt says that the batch is in version " + version + ", and it is not";
    }
  }

  /// A receipt that tells of another number of rows, files or bytes than were committed.
  ///
  /// @param what `rows`, `files` or `bytes`
  record ReceiptDiffers(BatchId batch, long version, String what, long receipt, long committed)
      implements Finding {
    @Override
    public String code() {
      return "receipt-differs";
    }

    @Override
    public String place() {
      return batch.value();
    }

    @Override
    public String detail() {
      return "the receipt says %d %s; version %d has %d"
          .formatted(receipt, what, version, committed);
    }
  }

  /// What is kept as a batch's receipt is none. It is made again when it is asked for.
  record UnreadableReceipt(BatchId batch) implements Finding {
    @Override
    public String code() {
      return "unreadable-receipt";
    }

    @Override
    public String place() {
      return batch.value();
    }

    @Override
    public String detail() {
      return "what is kept as the batch's receipt cannot be read";
    }
  }

  /// A data file in the store that no version within the retention needs. Expiry deletes it.
  record Orphan(ObjectKey key, long bytes, Instant lastModified) implements Finding {
    @Override
    public String code() {
      return "orphan";
    }

    @Override
    public String place() {
      return key.value();
    }

    @Override
    public String detail() {
      return "no version needs this file of %d bytes, put at %s".formatted(bytes, lastModified);
    }

    @Override
    public Severity severity() {
      return Severity.NOTE;
    }
  }
}
