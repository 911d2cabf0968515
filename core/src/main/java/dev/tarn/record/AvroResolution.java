package dev.tarn.record;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/// Resolves the schema that records were written by into the dataset's ("Schema Resolution" in the
/// Avro specification): fields go by their names or by aliases of the dataset's, an absent one has
/// its default or is null where it may be, one that the dataset lacks is passed over, and numbers
/// widen. Names of types are not compared.
///
/// Beyond these rules, logical types say what a value is: times in another unit are converted, and
/// a date is no timestamp; decimals of one scale are the same in `bytes` and `fixed`, as UUIDs are
/// in `string` and `fixed`; and a symbol is a string that holds it. A type of a union that does not
/// resolve refuses the records that use it.
final class AvroResolution {
  private final AvroBudget budget;
  private final AvroSkips skips;
  private final List<Fault> mismatches = new ArrayList<>();

  AvroResolution(DecodeLimits limits) {
    budget = new AvroBudget(limits.maxDepth());
    skips = new AvroSkips(budget);
  }

  /// What reads whole records that were written by `writer`, one type as it is or a union.
  AvroBranches records(Schema writer, Schema reader, RecordCodec codec) {
    return branches(writer, reader, new Slot(codec, false), "", 1);
  }

  /// What passes whole records.
  AvroBranches past(Schema writer) {
    return skips.past(writer, 1);
  }

  /// Why no record can be read; empty where they can.
  List<Fault> mismatches() {
    return List.copyOf(mismatches);
  }

  private AvroBranches branches(
      Schema writer, Schema reader, Slot slot, String pointer, int depth) {
    Schema type = AvroTypes.withoutNull(reader);
    if (writer.getType() != Schema.Type.UNION) {
      return AvroBranches.single(single(writer, type, slot, pointer, depth));
    }
    List<AvroNode> nodes = new ArrayList<>();
    int usable = 0;
    Optional<Fault> first = Optional.empty();
    for (Schema each : writer.getTypes()) {
      int before = mismatches.size();
      AvroNode node =
          each.getType() == Schema.Type.NULL
              ? new AvroNode.Null()
              : single(each, type, slot, pointer, depth);
      if (mismatches.size() > before) {
        Fault fault = mismatches.get(before);
        first = first.isEmpty() ? Optional.of(fault) : first;
        mismatches.subList(before, mismatches.size()).clear();
        node = new AvroNode.Refusal(fault.code(), fault.detail());
      } else if (!node.isNull() || slot.nullable()) {
        usable++;
      }
      nodes.add(node);
    }
    boolean onlyNull = writer.getTypes().stream().allMatch(t -> t.getType() == Schema.Type.NULL);
    if (first.isPresent() && usable <= (slot.nullable() ? 1 : 0) && !onlyNull) {
      mismatches.add(first.get());
    }
    return AvroBranches.union(nodes);
  }

  private AvroNode single(Schema writer, Schema reader, Slot slot, String pointer, int depth) {
    budget.spend(depth);
    if (writer.getType() == Schema.Type.NULL) {
      if (!slot.nullable()) {
        mismatch(pointer, "the file has null where the dataset has " + AvroTypes.name(reader));
      }
      return new AvroNode.Null();
    }
    return switch (reader.getType()) {
      case RECORD ->
          writer.getType() == Schema.Type.RECORD && slot.codec() instanceof RecordCodec c
              ? record(writer, reader, c, pointer, depth)
              : mismatch(writer, reader, pointer);
      case ARRAY ->
          writer.getType() == Schema.Type.ARRAY && slot.codec() instanceof ArrayCodec c
              ? new AvroItems.OfArray(
                  branches(
                      writer.getElementType(),
                      reader.getElementType(),
                      c.element(),
                      pointer + "/*",
                      depth + 1),
                  c.element())
              : mismatch(writer, reader, pointer);
      case MAP ->
          writer.getType() == Schema.Type.MAP && slot.codec() instanceof MapCodec c
              ? new AvroItems.OfMap(
                  branches(
                      writer.getValueType(),
                      reader.getValueType(),
                      c.value(),
                      pointer + "/*",
                      depth + 1),
                  c)
              : mismatch(writer, reader, pointer);
      case NULL, BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, FIXED, ENUM, UNION ->
          scalar(writer, reader, slot.codec(), pointer);
    };
  }

  private AvroNode record(
      Schema writer, Schema reader, RecordCodec codec, String pointer, int depth) {
    List<AvroRecordNode.Step> steps = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    for (Schema.Field field : writer.getFields()) {
      Optional<Schema.Field> target = target(field, writer, reader);
      if (target.isEmpty() || !taken.add(target.get().pos())) {
        steps.add(AvroRecordNode.Step.past(skips.past(field.schema(), depth + 1)));
      } else {
        int i = target.get().pos();
        steps.add(
            new AvroRecordNode.Step(
                branches(
                    field.schema(),
                    target.get().schema(),
                    codec.field(i).slot(),
                    pointer + "/" + Reading.segment(target.get().name()),
                    depth + 1),
                i));
      }
    }
    for (Schema.Field field : reader.getFields()) {
      if (!taken.contains(field.pos())
          && codec.field(field.pos()).absence() instanceof RecordField.Absence.Refused) {
        mismatches.add(
            new Fault(
                Fault.Code.MISSING,
                pointer + "/" + Reading.segment(field.name()),
                "the file has no field '"
                    + field.name()
                    + "', which is required and has no default"));
      }
    }
    return new AvroRecordNode(codec, steps);
  }

  /// The dataset's field that a written one becomes: of its name, or with it as an alias if no
  /// other written field has the field's own name.
  private static Optional<Schema.Field> target(Schema.Field field, Schema writer, Schema reader) {
    Schema.Field same = reader.getField(field.name());
    if (same != null) {
      return Optional.of(same);
    }
    return reader.getFields().stream()
        .filter(each -> each.aliases().contains(field.name()))
        .filter(each -> writer.getField(each.name()) == null)
        .findFirst();
  }

  private AvroNode scalar(Schema writer, Schema reader, ValueCodec codec, String pointer) {
    Optional<Integer> units = AvroTypes.units(writer, reader);
    if (units.isEmpty() || !AvroTypes.becomes(writer, reader)) {
      return mismatch(writer, reader, pointer);
    }
    boolean sized = writer.getType() == Schema.Type.FIXED;
    if (writer.getType() == Schema.Type.ENUM) {
      return symbols(writer, reader, codec);
    }
    boolean floating =
        reader.getType() == Schema.Type.FLOAT || reader.getType() == Schema.Type.DOUBLE;
    if (ForeignType.is(ForeignType.Kind.INSTANT, writer)) {
      return new AvroInstant(codec, AvroTypes.perSecond(reader));
    }
    if (ForeignType.is(ForeignType.Kind.UNSIGNED_LONG, writer)) {
      return new AvroUnsigned(codec, floating);
    }
    return new AvroScalar(
        writer.getType(), sized ? writer.getFixedSize() : 0, codec, floating, units.get());
  }

  private static AvroNode symbols(Schema writer, Schema reader, ValueCodec codec) {
    List<String> symbols = writer.getEnumSymbols();
    if (reader.getType() != Schema.Type.ENUM) {
      return new AvroSymbols(symbols, new int[0], codec);
    }
    String standIn = reader.getEnumDefault();
    int[] ordinals = new int[symbols.size()];
    for (int i = 0; i < ordinals.length; i++) {
      int same = reader.getEnumSymbols().indexOf(symbols.get(i));
      ordinals[i] = same >= 0 || standIn == null ? same : reader.getEnumSymbols().indexOf(standIn);
    }
    return new AvroSymbols(symbols, ordinals, codec);
  }

  private AvroNode mismatch(Schema writer, Schema reader, String pointer) {
    String hint =
        writer.getLogicalType() instanceof LogicalTypes.Decimal
                && reader.getLogicalType() instanceof LogicalTypes.Decimal
            ? ", and decimals are not rescaled"
            : "";
    return mismatch(
        pointer,
        "the file has "
            + AvroTypes.name(writer)
            + ", which is not read as "
            + AvroTypes.name(reader).toLowerCase(Locale.ROOT)
            + hint);
  }

  private AvroNode mismatch(String pointer, String detail) {
    mismatches.add(new Fault(Fault.Code.TYPE, pointer, detail));
    return new AvroNode.Refusal(Fault.Code.TYPE, detail);
  }
}
