package dev.tarn.ingest;

/// How one run of an upload ended that met no problem.
public enum UploadOutcome {
  /// All of the file is in the table or in quarantine.
  DONE,
  /// There is more of it than there was time.
  OUT_OF_TIME,
  /// There is no file yet.
  NO_FILE
}
