package dev.tarn.ingest;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import java.util.LinkedHashMap;
import java.util.Map;

/// Decodes batches, with one compiled decoder for each definition in use.
public final class BatchDecoder {
  private static final int COMPILED = 100;

  private final DecodeLimits limits;
  private final Map<DatasetDefinition, RecordDecoder> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<DatasetDefinition, RecordDecoder> eldest) {
          return size() > COMPILED;
        }
      };

  /// Decodes within `limits`.
  public BatchDecoder(DecodeLimits limits) {
    this.limits = limits;
  }

  /// The batch's records by `definition`, good and bad. Throws
  /// [dev.tarn.problem.Problem.MalformedBody] where the body holds no records at all.
  RecordBatch decode(DatasetDefinition definition, IngestRequest request) {
    return decoder(definition).decode(request.format(), request.body().bytes());
  }

  private RecordDecoder decoder(DatasetDefinition definition) {
    synchronized (compiled) {
      return compiled.computeIfAbsent(definition, key -> RecordDecoder.compile(key, limits));
    }
  }
}
