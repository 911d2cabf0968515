package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Checks JSON records (RFC 8259) against a dataset's schema and puts those that fit on a tape. A
/// decoder is compiled for one definition, is immutable and can be used by several threads at once.
///
/// A record is an object with the schema's fields, each once, and no others. An absent field has
/// its default, or else is null, where it may be. Values are taken exactly or not at all:
///
/// | Avro type | JSON |
/// | --- | --- |
/// | `null` | null, or nothing |
/// | `boolean` | `true`, `false` |
/// | `int`, `long` | a number without fraction and exponent |
/// | `float`, `double` | a number, rounded to the nearest; `"NaN"`, `"Infinity"`, `"-Infinity"` |
/// | `string`, `enum` | a string; U+0000 is allowed, half a surrogate pair is not |
/// | `bytes`, `fixed` | a string in base64 (RFC 4648, section 4), padded |
/// | `array`, `record`, `map` | an array, an object, an object |
/// | `decimal` | a number, or a string that holds one, within precision and scale |
/// | `uuid` | its string; kept in lower case |
/// | `date`, `time-*`, `timestamp-*` | ISO 8601, or the integer of the type |
///
/// Timestamps have an offset or `Z`. More decimals than the unit of a time or timestamp holds are
/// refused unless they are zeros. Dates and timestamps lie in the years 0001 to 9999.
///
/// A record that does not fit is rejected with the first fault found in it, and the others are
/// checked still. Memory is bounded by a small multiple of the body's length.
public final class RecordDecoder {
  private final RecordCodec codec;
  private final List<String> distinctColumns;
  private final JsonFactory json;
  private final DecodeLimits limits;
  private final long absentEventTime;

  private RecordDecoder(
      RecordCodec codec, List<String> distinctColumns, DecodeLimits limits, long absentEventTime) {
    this.codec = codec;
    this.distinctColumns = distinctColumns;
    this.limits = limits;
    this.absentEventTime = absentEventTime;
    json =
        new JsonFactoryBuilder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth())
                    .maxNumberLength(limits.maxNumberLength())
                    .maxStringLength(limits.maxStringBytes())
                    .maxNameLength(limits.maxStringBytes())
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();
  }

  /// A decoder for the records that `definition` describes. Throws [IllegalArgumentException] where
  /// its schema is none that a definition may have: another kind of union than of null and one
  /// type, a default that is no value of its type, an event time that is no required timestamp.
  public static RecordDecoder compile(DatasetDefinition definition, DecodeLimits limits) {
    CodecCompiler compiler = new CodecCompiler(definition);
    RecordCodec codec = compiler.compile();
    return new RecordDecoder(
        codec, compiler.distinctColumns(), limits, compiler.absentEventTimeMicros());
  }

  /// The records of `body`, which is UTF-8. In [RecordFormat#NDJSON] a line that is no JSON is a
  /// rejected record.
  ///
  /// Throws [Problem.MalformedBody] with line and column where a [RecordFormat#JSON] body is no
  /// JSON, or no line of an NDJSON body is, or where there is no record at all; and
  /// [Problem.PayloadTooLarge] where there are more records or values than the limits allow.
  ///
  /// The lines of a large NDJSON body are decoded by several threads, where there are processors
  /// for them.
  public RecordBatch decode(RecordFormat format, byte[] body) {
    return decode(format, body, Runtime.getRuntime().availableProcessors());
  }

  /// Decodes with up to `threads` threads.
  RecordBatch decode(RecordFormat format, byte[] body, int threads) {
    try {
      return switch (format) {
        case JSON -> decoding(body, seed()).document();
        case NDJSON -> {
          long seed = seed();
          Optional<RecordBatch> batch =
              ParallelLines.decode(body, threads, limits, () -> decoding(body, seed));
          yield batch.isPresent() ? batch.get() : decoding(body, seed).lines();
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// The records of `documents`, numbered as they are there. What is wrong with one, even as JSON,
  /// rejects it alone. Throws [Problem.PayloadTooLarge] where there are more records or values than
  /// the limits allow.
  public RecordBatch decode(Documents documents) {
    try {
      return decoding(documents.bytes(), seed()).documents(documents);
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  private Decoding decoding(byte[] body, long seed) {
    return new Decoding(codec, distinctColumns, json, limits, absentEventTime, seed, body);
  }

  private static long seed() {
    return ThreadLocalRandom.current().nextLong();
  }
}
