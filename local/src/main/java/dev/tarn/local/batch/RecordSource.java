package dev.tarn.local.batch;

import java.io.IOException;
import java.util.Optional;

/// The records of a file, one after the other. What is no JSON is left for the server to refuse,
/// which names its place; only where a record begins and ends is found here.
interface RecordSource {
  /// The next record, or empty at the end. Throws [dev.tarn.local.terminal.UserFailure] where the
  /// file cannot be cut into records.
  Optional<SourceRecord> next() throws IOException;

  /// What [SourceRecord#place()] counts: `line` or `record`.
  String placeName();
}
