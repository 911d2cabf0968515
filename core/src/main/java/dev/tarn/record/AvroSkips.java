package dev.tarn.record;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/// Makes what passes values that were written and that nothing is to become of.
final class AvroSkips {
  private final AvroBudget budget;

  AvroSkips(AvroBudget budget) {
    this.budget = budget;
  }

  /// What passes values of `schema`.
  AvroBranches past(Schema schema, int depth) {
    if (schema.getType() != Schema.Type.UNION) {
      return AvroBranches.single(node(schema, depth));
    }
    List<AvroNode> nodes = new ArrayList<>();
    for (Schema type : schema.getTypes()) {
      nodes.add(node(type, depth));
    }
    return AvroBranches.union(nodes);
  }

  /// What passes values of `schema`, which is no union.
  AvroNode node(Schema schema, int depth) {
    budget.spend(depth);
    return switch (schema.getType()) {
      case NULL -> new AvroNode.Null();
      case BOOLEAN -> (in, out) -> in.readBoolean();
      case INT, LONG -> (in, out) -> in.readLong();
      case FLOAT -> (in, out) -> in.take(Float.BYTES);
      case DOUBLE -> (in, out) -> in.take(Double.BYTES);
      case STRING, BYTES -> (in, out) -> in.take(in.readLength());
      case FIXED -> {
        int size = schema.getFixedSize();
        yield (in, out) -> in.take(size);
      }
      case ENUM -> {
        int symbols = schema.getEnumSymbols().size();
        yield (in, out) -> in.readIndex(symbols);
      }
      case ARRAY -> items(past(schema.getElementType(), depth + 1), false);
      case MAP -> items(past(schema.getValueType(), depth + 1), true);
      case RECORD -> record(schema, depth);
      case UNION -> throw budget.refused("has a union within a union");
    };
  }

  private static AvroNode items(AvroBranches item, boolean keyed) {
    return (in, out) -> {
      for (long items = in.readItems(); items > 0; items = in.readItems()) {
        for (long i = 0; i < items; i++) {
          out.count(1);
          if (keyed) {
            in.take(in.readLength());
          }
          item.skip(in, out);
        }
      }
    };
  }

  private AvroNode record(Schema schema, int depth) {
    AvroBranches[] fields =
        schema.getFields().stream()
            .map(field -> past(field.schema(), depth + 1))
            .toArray(AvroBranches[]::new);
    return (in, out) -> {
      for (AvroBranches field : fields) {
        field.skip(in, out);
      }
    };
  }
}
