package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.Schema;

/// Checks records against a dataset's schema and puts those that fit on a tape. A decoder is
/// compiled for one definition, is immutable and can be used by several threads at once.
///
/// In JSON (RFC 8259) a record is an object with the schema's fields, each once, and no others. An
/// absent field has its default, or else is null, where it may be. Values are taken exactly or not
/// at all:
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
/// A cell of a CSV (RFC 4180) holds a scalar as its string or number in JSON, without quotation
/// marks of JSON's own, and what is nested as JSON; an empty cell that is not quoted is null, or
/// the default where null may not be. An Avro file is read by the resolution of its schema into the
/// dataset's (see [AvroResolution]). A header or a schema that does not fit rejects all records.
///
/// A record that does not fit is rejected with the first fault found in it, and the others are
/// checked still. Memory is bounded by a small multiple of the body's length.
public final class RecordDecoder {
  private final Schema schema;
  private final RecordCodec codec;
  private final List<String> distinctColumns;
  private final JsonFactory json;
  private final DecodeLimits limits;
  private final long absentEventTime;

  private RecordDecoder(
      Schema schema,
      RecordCodec codec,
      List<String> distinctColumns,
      DecodeLimits limits,
      long absentEventTime) {
    this.schema = schema;
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
        definition.schema(),
        codec,
        compiler.distinctColumns(),
        limits,
        compiler.absentEventTimeMicros());
  }

  /// The records of `body`, which is UTF-8 unless it is [RecordFormat#AVRO]. In
  /// [RecordFormat#NDJSON] a line that is no JSON is a rejected record, as is a row that is none in
  /// [RecordFormat#CSV].
  ///
  /// Throws [Problem.MalformedBody] with line and column where a [RecordFormat#JSON] body is no
  /// JSON, or no line of an NDJSON body or row of a CSV is one, with the block where an Avro file
  /// is damaged, or where there is no record at all; [Problem.UnsupportedMediaType] for an Avro
  /// file of a codec that is not read; and [Problem.PayloadTooLarge] where there are more records,
  /// values or decompressed bytes than the limits allow.
  ///
  /// The lines of a large NDJSON body are decoded by several threads, where there are processors
  /// for them. [RecordFormat#PARQUET] is for [#decode(ColumnarFormat, RangedFile)], here an
  /// [IllegalArgumentException].
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
        case CSV -> csv(body).whole();
        case AVRO -> avro(body);
        case PARQUET -> throw new IllegalArgumentException("columns are read by ranges of a file");
      };
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// The records of `documents`, numbered as they are there. What is wrong with one, even as text
  /// of its format, rejects it alone. Throws [Problem.PayloadTooLarge] where there are more records
  /// or values than the limits allow.
  public RecordBatch decode(Documents documents) {
    try {
      BatchAssembly assembly = assembly(Origin.BEGINNING, seed());
      return new Decoding(assembly, json, absentEventTime, documents.bytes())
          .documents(
              documents, rows -> new CsvDecoding(assembly, json, limits, absentEventTime, rows));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  private Decoding decoding(byte[] body, long seed) {
    return new Decoding(assembly(Origin.BEGINNING, seed), json, absentEventTime, body);
  }

  private CsvDecoding csv(byte[] body) throws IOException {
    return new CsvDecoding(assembly(Origin.BEGINNING, seed()), json, limits, absentEventTime, body);
  }

  private RecordBatch avro(byte[] body) throws IOException {
    AvroContainer container = AvroContainer.open(new ByteArrayInputStream(body));
    return blocks(container).whole(assembly(Origin.BEGINNING, seed()));
  }

  /// The records of `file` from `from` on, in slices of about `sliceBytes`, which must be enough
  /// for the largest record. Throws [IllegalArgumentException] for [RecordFormat#JSON], which is
  /// one document and has no slices, and for [RecordFormat#PARQUET].
  public RecordSource open(
      RecordFormat format, RecordFile file, RecordPosition from, int sliceBytes)
      throws IOException {
    return switch (format) {
      case NDJSON -> new LineSource(this, file, from, sliceBytes);
      case CSV -> new CsvSource(this, file, from, sliceBytes);
      case AVRO -> new AvroSource(this, file, from, sliceBytes);
      case JSON -> throw new IllegalArgumentException("a JSON document has no slices");
      case PARQUET -> throw new IllegalArgumentException("columns are read by ranges of a file");
    };
  }

  /// The records of `file`, whose rows `format` reads, from `from` on, in slices of about
  /// `sliceBytes`, which must be enough for the largest record. A position's offset is the number
  /// of rows before it. Columns that the dataset lacks are not read. Throws as
  /// [ColumnarFormat#open] and [EncodedRows#next] do.
  public RecordSource open(
      ColumnarFormat format, RangedFile file, RecordPosition from, int sliceBytes)
      throws IOException {
    EncodedRows rows = format.open(file, this::isField);
    try {
      return new RowSource(this, rows, limits, from, sliceBytes);
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /// All records of `file`, whose rows `format` reads. Throws as [#decode(RecordFormat, byte[])]
  /// does.
  public RecordBatch decode(ColumnarFormat format, RangedFile file) throws IOException {
    try (EncodedRows rows = format.open(file, this::isField)) {
      return blocks(new RowBlocks(rows, 0, limits, AvroContainer.MOST_BYTES))
          .whole(assembly(Origin.BEGINNING));
    }
  }

  private boolean isField(String name) {
    return schema.getField(name) != null
        || schema.getFields().stream().anyMatch(field -> field.aliases().contains(name));
  }

  /// After how many records a slice of a file ends.
  int recordsInSlice() {
    return limits.recordsInSlice();
  }

  /// Decodes lines that follow others.
  RecordBatch lines(byte[] slice, Origin origin) throws IOException {
    return BatchAssembly.batch(
        List.of(
            new Decoding(assembly(origin, seed()), json, absentEventTime, slice)
                .part(new LineSlices(slice, start(slice, origin), slice.length))
                .assembly()));
  }

  /// Decodes rows of a CSV.
  CsvDecoding rows(byte[] slice, Origin origin) throws IOException {
    return new CsvDecoding(assembly(origin, seed()), json, limits, absentEventTime, slice);
  }

  /// Where the first slice begins, past a byte order mark, and every other.
  private static int start(byte[] slice, Origin origin) {
    return origin.lines() == 0 ? BodyText.start(slice) : 0;
  }

  /// Decodes `blocks`.
  AvroDecoding blocks(AvroBlocks blocks) {
    return new AvroDecoding(blocks, schema, codec, limits, absentEventTime);
  }

  /// A batch of the records after `origin`.
  BatchAssembly assembly(Origin origin) {
    return assembly(origin, seed());
  }

  private BatchAssembly assembly(Origin origin, long seed) {
    return new BatchAssembly(codec, distinctColumns, limits, origin, seed);
  }

  private static long seed() {
    return ThreadLocalRandom.current().nextLong();
  }
}
