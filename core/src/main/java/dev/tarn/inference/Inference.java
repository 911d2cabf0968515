package dev.tarn.inference;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.DefinitionRules;
import dev.tarn.problem.Problem;
import dev.tarn.record.ColumnarFormat;
import dev.tarn.record.DecodeLimits;
import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordDecoder;
import dev.tarn.record.RecordFormat;
import dev.tarn.record.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Proposes the definition of a dataset from a sample of its records. The same sample gives the
/// same proposal.
///
/// Of JSON and CSV, each field has the narrowest type that takes all of its values, and may be null
/// where a record lacks it. Of Avro and Parquet, the fields have the types that the file says. A
/// field that all records give as a timestamp is a candidate for the event time, and strings that
/// repeat are ones to cluster by.
public final class Inference {
  private static final DatasetName SAMPLE = new DatasetName("sample");
  private static final List<String> TIME_NAMES =
      List.of("time", "timestamp", "event_time", "eventtime", "occurred_at", "ts");
  private static final int LEAST_REPEATS = 4;

  private final DecodeLimits limits;
  private final ColumnarFormat columnar;

  /// Reads samples within `limits`, those in Parquet by `columnar`.
  public Inference(DecodeLimits limits, ColumnarFormat columnar) {
    this.limits = limits;
    this.columnar = columnar;
  }

  /// The proposal for `sample`, which is text in UTF-8 unless it is Avro or Parquet.
  ///
  /// Throws [Problem.MalformedBody] where the sample is none of its format, and
  /// [Problem.InvalidDefinition] with the pointer to the field where no definition fits it: values
  /// of several kinds, or no timestamp that all records have.
  public Proposal propose(RecordFormat format, byte[] sample) {
    Schema written = schema(format, sample);
    List<String> eventTimes = eventTimes(written, format, sample);
    if (eventTimes.isEmpty()) {
      throw new Problem.InvalidDefinition(
              "/eventTime",
              "no field of the sample is a timestamp in every record; one is ISO 8601 with an"
                  + " offset or Z, or integers since 1970 in a field named for a time")
          .exception();
    }
    Schema schema = ColumnarSample.required(written, eventTimes.getFirst());
    DatasetDefinition plain = definition(schema, eventTimes.getFirst(), List.of());
    DefinitionRules.check(plain);
    RecordBatch batch = batch(RecordDecoder.compile(plain, limits), format, sample);
    List<Proposal.FieldNote> notes = notes(schema, batch);
    List<String> clusterBy = clusterBy(schema, notes);
    DatasetDefinition proposed =
        definition(schema, eventTimes.getFirst(), clusterBy.stream().limit(1).toList());
    DefinitionRules.check(proposed);
    return new Proposal(
        proposed, batch.size() + batch.rejected(), batch.rejected(), eventTimes, clusterBy, notes);
  }

  private RecordBatch batch(RecordDecoder decoder, RecordFormat format, byte[] sample) {
    return format == RecordFormat.PARQUET
        ? new ColumnarSample(columnar, limits, sample).decode(decoder)
        : decoder.decode(format, sample);
  }

  private Schema schema(RecordFormat format, byte[] sample) {
    Samples samples = new Samples(limits);
    return switch (format) {
      case JSON, NDJSON -> {
        ValueShape records = new ValueShape(new ValueShape.Places());
        samples.json(format, sample, records::add);
        requireRecords(records.values());
        yield new ProposedSchema().record(records.fields(), records.values());
      }
      case CSV -> {
        CsvColumns columns = new CsvColumns(samples);
        samples.csv(sample, columns);
        requireRecords(columns.rows());
        yield new ProposedSchema().record(columns.fields(), columns.rows());
      }
      case AVRO -> new AdoptedSchema().of(samples.avroSchema(sample));
      case PARQUET -> new AdoptedSchema().of(new ColumnarSample(columnar, limits, sample).schema());
    };
  }

  private static void requireRecords(long records) {
    if (records == 0) {
      throw new Problem.MalformedBody("the sample holds no record", Optional.empty()).exception();
    }
  }

  static DatasetDefinition definition(Schema schema, String eventTime, List<String> clusterBy) {
    return new DatasetDefinition(
        SAMPLE,
        schema,
        eventTime,
        clusterBy,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        1);
  }

  private List<String> eventTimes(Schema schema, RecordFormat format, byte[] sample) {
    return schema.getFields().stream()
        .filter(field ->
            isTimestamp(field.schema())
                || (format == RecordFormat.PARQUET
                    && isTimestamp(withoutNull(field.schema()))
                    && new ColumnarSample(columnar, limits, sample).hasNoNull(field)))
        .map(Schema.Field::name)
        .sorted(Comparator.comparingInt(Inference::rank))
        .toList();
  }

  private static boolean isTimestamp(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
        || schema.getLogicalType() instanceof LogicalTypes.TimestampMicros;
  }

  /// How likely a name is that of the event time; the least is the likeliest.
  private static int rank(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int exact = TIME_NAMES.indexOf(lower);
    if (exact >= 0) {
      return exact;
    }
    return TIME_NAMES.size() + (lower.contains("time") ? 0 : 1);
  }

  private static List<Proposal.FieldNote> notes(Schema schema, RecordBatch batch) {
    List<Schema.Field> holding =
        schema.getFields().stream()
            .filter(field -> field.schema().getType() != Schema.Type.NULL)
            .toList();
    List<FieldCounts.Column> counts = FieldCounts.of(batch, holding.size());
    List<Proposal.FieldNote> notes = new ArrayList<>();
    for (int i = 0; i < holding.size(); i++) {
      FieldCounts.Column column = counts.get(i);
      Schema type = withoutNull(holding.get(i).schema());
      notes.add(
          new Proposal.FieldNote(
              holding.get(i).name(),
              type.getLogicalType() == null
                  ? type.getType().getName()
                  : type.getLogicalType().getName(),
              column.values(),
              batch.size() - column.values(),
              column.distinct(),
              column.isLeast(),
              column.examples()));
    }
    return notes;
  }

  static Schema withoutNull(Schema schema) {
    return schema.getType() != Schema.Type.UNION
        ? schema
        : schema.getTypes().stream()
            .filter(type -> type.getType() != Schema.Type.NULL)
            .findFirst()
            .orElse(schema);
  }

  /// Strings of which each value is in several records on average, those with more values first.
  private static List<String> clusterBy(Schema schema, List<Proposal.FieldNote> notes) {
    return notes.stream()
        .filter(note -> note.distinct() > 1 && note.distinct() * LEAST_REPEATS <= note.values())
        .filter(note -> {
          Schema type = withoutNull(schema.getField(note.name()).schema());
          return type.getType() == Schema.Type.STRING || type.getType() == Schema.Type.ENUM;
        })
        .sorted(Comparator.comparingLong(Proposal.FieldNote::distinct).reversed())
        .map(Proposal.FieldNote::name)
        .limit(DefinitionRules.MAX_CLUSTER_BY)
        .toList();
  }
}
