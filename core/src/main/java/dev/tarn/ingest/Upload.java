package dev.tarn.ingest;

import dev.tarn.access.Principal;
import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ObjectKey;
import dev.tarn.table.BatchId;
import java.nio.charset.Charset;
import java.util.Optional;

/// A file of records that somebody puts into the store, to be written to a dataset.
///
/// @param id names the upload; the slices that it is written in have ids that begin with it
/// @param charset the character encoding of a text that is not UTF-8
/// @param onInvalid what to do if records do not fit
/// @param writer who uploads it; rows that they would not see are not taken
public record Upload(
    DatasetName dataset,
    BatchId id,
    UploadFormat format,
    UploadCoding coding,
    Optional<Charset> charset,
    IngestRequest.OnInvalid onInvalid,
    Principal writer) {
  /// Where files are put.
  private static final String PREFIX = "uploads/";

  /// Where the upload's file is.
  public ObjectKey file() {
    return file(dataset, id);
  }

  /// Where the file of the dataset's upload `id` is.
  public static ObjectKey file(DatasetName dataset, BatchId id) {
    return new ObjectKey(PREFIX + dataset + "/" + id);
  }
}
