package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.Documents;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordPosition;
import dev.tarn.record.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Decodes batches, with one compiled decoder for each definition in use.
public final class BatchDecoder {
  private static final int COMPILED = 100;

  private final DecodeLimits limits;
  private final DecodeLimits describingAll;
  private final Map<Key, RecordDecoder> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, RecordDecoder> eldest) {
          return size() > COMPILED;
        }
      };

  private record Key(DatasetDefinition definition, DecodeLimits limits) {}

  /// Decodes within `limits`.
  public BatchDecoder(DecodeLimits limits) {
    this.limits = limits;
    this.describingAll =
        new DecodeLimits(
            limits.maxRecords(),
            limits.maxDepth(),
            limits.maxStringBytes(),
            limits.maxNumberLength(),
            Quarantine.MOST_RECORDS);
  }

  /// The batch's records by `definition`, good and bad. Throws
  /// [dev.tarn.problem.Problem.MalformedBody] where the body holds no records at all.
  RecordBatch decode(DatasetDefinition definition, IngestRequest request) {
    return decoder(definition, limits).decode(request.format(), request.body().bytes());
  }

  /// The same, with a reason for each record that is bad. Throws
  /// [dev.tarn.problem.Problem.PayloadTooLarge] where those are more than are kept of a batch.
  RecordBatch decodeDescribingAll(DatasetDefinition definition, IngestRequest request) {
    return describingAll(
        decoder(definition, describingAll).decode(request.format(), request.body().bytes()));
  }

  /// The same of `documents`.
  RecordBatch decodeDescribingAll(DatasetDefinition definition, Documents documents) {
    return describingAll(decoder(definition, describingAll).decode(documents));
  }

  /// Decodes slices of files by `definition`.
  ///
  /// @param describingAll whether a slice has a reason for each record that is bad; if so, whoever
  ///   decodes asks [#requireKept] of it
  RecordDecoder decoder(DatasetDefinition definition, boolean describingAll) {
    return decoder(definition, describingAll ? this.describingAll : limits);
  }

  /// Throws [Problem.PayloadTooLarge] where more records of `slice`, which begins at `start`, are
  /// bad than are kept of a batch.
  static void requireKept(RecordBatch slice, RecordPosition start) {
    if (isTooMuch(slice)) {
      throw new Problem.PayloadTooLarge(
              ("of the %d records from record %d on (byte %d), %d do not fit;"
                      + " of so many, %d or %d bytes are kept")
                  .formatted(
                      slice.size() + slice.rejected(),
                      start.records(),
                      start.offset(),
                      slice.rejected(),
                      Quarantine.MOST_RECORDS,
                      Quarantine.MOST_BYTES))
          .exception();
    }
  }

  private static boolean isTooMuch(RecordBatch batch) {
    return batch.rejected() > batch.rejections().size() || isTooLarge(batch);
  }

  private static boolean isTooLarge(RecordBatch batch) {
    long bytes = 0;
    for (Rejection rejection : batch.rejections()) {
      bytes += Math.min(rejection.raw().kept(RejectedRow.MAX_RAW).length(), RejectedRow.MAX_RAW);
      if (bytes > Quarantine.MOST_BYTES) {
        return true;
      }
    }
    return false;
  }

  private static RecordBatch describingAll(RecordBatch batch) {
    if (batch.rejected() > batch.rejections().size()) {
      throw new Problem.PayloadTooLarge(
              "%d records do not fit, and of one batch %d are kept; send smaller ones"
                  .formatted(batch.rejected(), batch.rejections().size()))
          .exception();
    }
    if (isTooLarge(batch)) {
      throw new Problem.PayloadTooLarge(
              "the records that do not fit come to more than the %d bytes that are kept of one batch; send smaller ones"
                  .formatted(Quarantine.MOST_BYTES))
          .exception();
    }
    return batch;
  }

  private RecordDecoder decoder(DatasetDefinition definition, DecodeLimits within) {
    synchronized (compiled) {
      return compiled.computeIfAbsent(
          new Key(definition, within),
          key -> RecordDecoder.compile(key.definition(), key.limits()));
    }
  }
}
