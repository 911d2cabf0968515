package dev.tarn.parquet;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;

/// Lets an engine copy values that it has no type for: its input is copied with a footer that tells
/// of physical types alone, besides strings, lists and maps; what it writes gets the logical types
/// back. Only footers are changed, so all values are copied as they are.
///
/// The engine may make a column required that has no null, and one within a record optional that
/// was required; the logical types are the same then. The bounds of decimals are left out of the
/// footer, since the engine orders them as bytes.
public final class PhysicalColumns {
  private static final String AVRO_SCHEMA = "parquet.avro.schema";
  private static final String SEPARATOR = ".";

  private final Map<String, SchemaElement> elements;
  private final String root;

  private PhysicalColumns(Map<String, SchemaElement> elements, String root) {
    this.elements = elements;
    this.root = root;
  }

  /// The columns of `file`; empty where an engine that knows variable-length bytes only, and takes
  /// names as the same that differ in case, cannot have them.
  public static Optional<PhysicalColumns> of(Path file) {
    List<SchemaElement> schema = ParquetFooter.read(file).schema();
    Map<String, SchemaElement> elements = byPath(schema);
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, SchemaElement> element : elements.entrySet()) {
      if (element.getValue().getType() == Type.FIXED_LEN_BYTE_ARRAY
          || !names.add(element.getKey().toLowerCase(Locale.ROOT))) {
        return Optional.empty();
      }
    }
    return Optional.of(new PhysicalColumns(elements, name(schema.getFirst())));
  }

  /// Whether bytes of `column` are in the order of its values.
  public boolean ordered(String column) {
    SchemaElement element = elements.get(column);
    return element != null && !isBinaryDecimal(element);
  }

  /// Copies `file` to `copy`, with a footer of physical types.
  public static void copy(Path file, Path copy) {
    try {
      var _ = Files.copy(file, copy);
    } catch (IOException e) {
      throw new StoreException("cannot copy " + file.getFileName(), e);
    }
    ParquetFooter footer = ParquetFooter.read(copy);
    for (SchemaElement element : footer.schema()) {
      if (!element.isSetType()) {
        continue;
      }
      boolean text = isText(element);
      element.unsetLogicalType();
      element.unsetConverted_type();
      element.unsetScale();
      element.unsetPrecision();
      if (text) {
        var _ = element.setConverted_type(ConvertedType.UTF8);
      }
    }
    // The engine must not take a bound of one order for one of another.
    for (RowGroup group : footer.groups()) {
      for (ColumnChunk chunk : ParquetFooter.columns(group)) {
        dropBounds(chunk);
      }
    }
    footer.replaceIn(copy);
  }

  /// Gives `written`, which the engine wrote from such copies, the logical types that the columns
  /// have, and the Avro schema.
  public void annotate(Path written, DatasetDefinition definition) {
    ParquetFooter footer = ParquetFooter.read(written);
    FileMetaData metadata = footer.metadata();
    byPath(footer.schema()).forEach(this::annotate);
    var _ = footer.schema().getFirst().setName(root);
    for (RowGroup group : footer.groups()) {
      for (ColumnChunk chunk : ParquetFooter.columns(group)) {
        String path = String.join(SEPARATOR, ParquetFooter.path(chunk));
        if (isBinaryDecimal(element(path))) {
          dropBounds(chunk);
        }
      }
    }
    List<ColumnOrder> orders = new ArrayList<>();
    for (SchemaElement element : footer.schema()) {
      if (element.isSetType()) {
        orders.add(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()));
      }
    }
    var _ = metadata.setColumn_orders(orders);
    KeyValue avro = new KeyValue(AVRO_SCHEMA).setValue(definition.schema().toString());
    var _ = metadata.setKey_value_metadata(new ArrayList<>(List.of(avro)));
    footer.replaceIn(written);
  }

  private void annotate(String path, SchemaElement element) {
    SchemaElement original = element(path);
    if (!Objects.equals(element.getType(), original.getType())) {
      throw new IllegalStateException("column %s became %s".formatted(path, element.getType()));
    }
    element.unsetLogicalType();
    element.unsetConverted_type();
    if (original.isSetLogicalType()) {
      var _ = element.setLogicalType(original.getLogicalType());
    }
    if (original.isSetConverted_type()) {
      var _ = element.setConverted_type(original.getConverted_type());
    }
    if (original.isSetScale()) {
      var _ = element.setScale(original.getScale());
    }
    if (original.isSetPrecision()) {
      var _ = element.setPrecision(original.getPrecision());
    }
  }

  private static String name(SchemaElement element) {
    return Objects.requireNonNull(element.getName(), "the format requires names");
  }

  private SchemaElement element(String path) {
    SchemaElement element = elements.get(path);
    if (element == null) {
      throw new IllegalStateException("there was no column " + path);
    }
    return element;
  }

  /// Whether a column holds UTF-8.
  static boolean isText(SchemaElement element) {
    return element.getConverted_type() == ConvertedType.UTF8
        || element.getConverted_type() == ConvertedType.ENUM;
  }

  private static boolean isBinaryDecimal(SchemaElement element) {
    return element.getType() == Type.BYTE_ARRAY
        && element.getConverted_type() == ConvertedType.DECIMAL;
  }

  private static void dropBounds(ColumnChunk chunk) {
    ColumnMetaData column = ParquetFooter.column(chunk);
    Statistics statistics = column.getStatistics();
    if (statistics != null) {
      statistics.unsetMin();
      statistics.unsetMax();
      statistics.unsetMin_value();
      statistics.unsetMax_value();
    }
    chunk.unsetColumn_index_offset();
    chunk.unsetColumn_index_length();
  }

  /// All elements but the root, by their dotted paths.
  private static Map<String, SchemaElement> byPath(List<SchemaElement> schema) {
    Map<String, SchemaElement> elements = new HashMap<>();
    int next = 1;
    for (int i = 0; i < schema.getFirst().getNum_children(); i++) {
      next = collect(schema, next, "", elements);
    }
    return elements;
  }

  private static int collect(
      List<SchemaElement> schema, int at, String prefix, Map<String, SchemaElement> elements) {
    SchemaElement element = schema.get(at);
    String path = prefix + element.getName();
    elements.put(path, element);
    int next = at + 1;
    for (int i = 0; i < element.getNum_children(); i++) {
      next = collect(schema, next, path + SEPARATOR, elements);
    }
    return next;
  }
}
