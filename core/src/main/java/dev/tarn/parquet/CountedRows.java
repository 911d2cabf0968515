package dev.tarn.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/// A Parquet file that stands in for others of which only counts matter: of how many rows there
/// are, and how many of them have no value in each column. Its values are all the same one, which
/// its type has: a run of absent and a run of present ones, whatever their number, takes a few
/// bytes (Parquet specification, "Run Length Encoding / Bit-Packing Hybrid").
final class CountedRows {
  /// Small enough for readers to share a file among threads.
  private static final int GROUP_ROWS = 4_000_000;

  private static final int FORMAT_VERSION = 1;
  private static final int BIT_WIDTH = 1;
  private static final byte ABSENT = 0;
  private static final byte PRESENT = 1;
  private static final byte FIRST_OF_DICTIONARY = 0;

  private final long rows;
  private final Map<Column, Long> nulls;

  /// Rows of which `nulls` have no value, by column; as many as `rows` at most.
  CountedRows(long rows, Map<Column, Long> nulls) {
    this.rows = rows;
    this.nulls = Map.copyOf(nulls);
  }

  /// A column whose values can be stood in for.
  ///
  /// @param time whether it holds moments, in microseconds
  record Column(String name, boolean time) {
    /// The column of `field`; empty where no value for all of its kind is known here.
    static Optional<Column> of(Schema.Field field) {
      Schema schema = present(field.schema());
      if (schema.getLogicalType() != null) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                || schema.getLogicalType() instanceof LogicalTypes.TimestampMicros
            ? Optional.of(new Column(field.name(), true))
            : Optional.empty();
      }
      return switch (schema.getType()) {
        // A whole number can be cast to all of these.
        case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, ENUM ->
            Optional.of(new Column(field.name(), false));
        case BYTES, FIXED, ARRAY, MAP, RECORD, NULL, UNION -> Optional.empty();
      };
    }

    private static Schema present(Schema schema) {
      if (schema.getType() != Schema.Type.UNION) {
        return schema;
      }
      List<Schema> values =
          schema.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
      return values.size() == 1 ? values.getFirst() : schema;
    }

    private Type type() {
      return time ? Type.INT64 : Type.INT32;
    }

    private SchemaElement element() {
      SchemaElement element =
          new SchemaElement(name).setType(type()).setRepetition_type(FieldRepetitionType.OPTIONAL);
      return time ? element.setConverted_type(ConvertedType.TIMESTAMP_MICROS) : element;
    }
  }

  /// These rows and `others`, of the same columns.
  CountedRows plus(CountedRows others) {
    if (!nulls.keySet().equals(others.nulls.keySet())) {
      throw new IllegalArgumentException("counts of other columns");
    }
    Map<Column, Long> sums = new HashMap<>(nulls);
    others.nulls.forEach((column, count) -> sums.merge(column, count, Math::addExact));
    return new CountedRows(Math.addExact(rows, others.rows), sums);
  }

  /// The file.
  byte[] file() throws IOException {
    return file(GROUP_ROWS);
  }

  /// The file, in row groups of `groupRows`.
  byte[] file(int groupRows) throws IOException {
    if (nulls.isEmpty()) {
      return EmptyRows.file(rows);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ParquetFooter.magic());
    List<Column> columns = List.copyOf(nulls.keySet());
    List<RowGroup> groups = new ArrayList<>();
    for (long first = 0; first < rows; first += groupRows) {
      int count = (int) Math.min(groupRows, rows - first);
      List<ColumnChunk> chunks = new ArrayList<>();
      for (Column column : columns) {
        int absent = Math.clamp(nulls.getOrDefault(column, 0L) - first, 0, count);
        chunks.add(write(column, count, absent, file));
      }
      groups.add(new RowGroup(chunks, 0, count));
    }
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(new SchemaElement("rows").setNum_children(columns.size()));
    columns.forEach(column -> schema.add(column.element()));
    file.writeBytes(ParquetFooter.end(new FileMetaData(FORMAT_VERSION, schema, rows, groups)));
    return file.toByteArray();
  }

  private static ColumnChunk write(Column column, int rows, int absent, ByteArrayOutputStream file)
      throws IOException {
    long start = file.size();
    byte[] value = new byte[column.time() ? Long.BYTES : Integer.BYTES];
    PageHeader dictionary = new PageHeader(PageType.DICTIONARY_PAGE, value.length, value.length);
    dictionary.setDictionary_page_header(new DictionaryPageHeader(1, Encoding.PLAIN));
    Util.writePageHeader(dictionary, file);
    file.writeBytes(value);
    long data = file.size();
    byte[] page = page(rows, absent);
    PageHeader header = new PageHeader(PageType.DATA_PAGE, page.length, page.length);
    header.setData_page_header(
        new DataPageHeader(rows, Encoding.RLE_DICTIONARY, Encoding.RLE, Encoding.RLE));
    Util.writePageHeader(header, file);
    file.writeBytes(page);
    long bytes = file.size() - start;
    ColumnMetaData metadata =
        new ColumnMetaData(
                column.type(),
                List.of(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY),
                List.of(column.name()),
                CompressionCodec.UNCOMPRESSED,
                rows,
                bytes,
                bytes,
                data)
            .setDictionary_page_offset(start);
    return new ColumnChunk(start).setMeta_data(metadata);
  }

  /// The levels that say which rows have a value, behind their length, and then the values, as
  /// places in the dictionary.
  private static byte[] page(int rows, int absent) throws IOException {
    ByteArrayOutputStream levels = new ByteArrayOutputStream();
    writeRun(absent, ABSENT, levels);
    writeRun(rows - absent, PRESENT, levels);
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    BytesUtils.writeIntLittleEndian(page, levels.size());
    levels.writeTo(page);
    page.write(BIT_WIDTH);
    writeRun(rows - absent, FIRST_OF_DICTIONARY, page);
    return page.toByteArray();
  }

  private static void writeRun(int length, byte value, ByteArrayOutputStream to)
      throws IOException {
    if (length > 0) {
      BytesUtils.writeUnsignedVarInt(length << 1, to);
      to.write(value);
    }
  }
}
