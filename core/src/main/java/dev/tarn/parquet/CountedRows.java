package dev.tarn.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.avro.LogicalType;
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
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/// A Parquet file that stands in for others of which only counts matter: of how many rows there
/// are, and how many of them have no value in each column. Its values are all the same one, which
/// its type has: a run of absent and a run of present ones, whatever their number, takes a few
/// bytes (Parquet specification, "Run Length Encoding / Bit-Packing Hybrid").
final class CountedRows {
  /// Small enough for readers to share a file among threads.
  private static final int GROUP_ROWS = 4_000_000;

  /// Few enough that the footer of any number of rows is small.
  private static final int MOST_GROUPS = 1_000;

  private static final int LARGEST_GROUP_ROWS = 1 << 29;

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
  /// @param type of its values in the file
  /// @param meaning of these, if they have one of their own
  record Column(String name, Type type, Optional<ConvertedType> meaning) {
    /// The column of `field`; empty where no value for all of its kind is known here.
    static Optional<Column> of(Schema.Field field) {
      Schema schema = present(field.schema());
      LogicalType logical = schema.getLogicalType();
      if (logical != null) {
        return logical instanceof LogicalTypes.TimestampMillis
                || logical instanceof LogicalTypes.TimestampMicros
            ? column(field, Type.INT64, ConvertedType.TIMESTAMP_MICROS)
            : Optional.empty();
      }
      return switch (schema.getType()) {
        // There is no dictionary of booleans, and a whole number can be cast to one.
        case BOOLEAN, INT -> column(field, Type.INT32);
        case LONG -> column(field, Type.INT64);
        case FLOAT -> column(field, Type.FLOAT);
        case DOUBLE -> column(field, Type.DOUBLE);
        case STRING, ENUM -> column(field, Type.BYTE_ARRAY, ConvertedType.UTF8);
        case BYTES, FIXED, ARRAY, MAP, RECORD, NULL, UNION -> Optional.empty();
      };
    }

    private static Optional<Column> column(Schema.Field field, Type type) {
      return Optional.of(new Column(field.name(), type, Optional.empty()));
    }

    private static Optional<Column> column(Schema.Field field, Type type, ConvertedType meaning) {
      return Optional.of(new Column(field.name(), type, Optional.of(meaning)));
    }

    private static Schema present(Schema schema) {
      if (schema.getType() != Schema.Type.UNION) {
        return schema;
      }
      List<Schema> values =
          schema.getTypes().stream().filter(each -> each.getType() != Schema.Type.NULL).toList();
      return values.size() == 1 ? values.getFirst() : schema;
    }

    /// Zero, or an empty text behind its length.
    private byte[] value() {
      return new byte[type == Type.INT64 || type == Type.DOUBLE ? Long.BYTES : Integer.BYTES];
    }

    private SchemaElement element() {
      SchemaElement element =
          new SchemaElement(name).setType(type).setRepetition_type(FieldRepetitionType.OPTIONAL);
      meaning.ifPresent(element::setConverted_type);
      return element;
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
    return file(Math.clamp(rows / MOST_GROUPS, GROUP_ROWS, LARGEST_GROUP_ROWS));
  }

  /// The file, in row groups of `groupRows` at most.
  byte[] file(int groupRows) throws IOException {
    if (nulls.isEmpty()) {
      return EmptyRows.file(rows);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ParquetFooter.magic());
    List<Column> columns = List.copyOf(nulls.keySet());
    List<RowGroup> groups = new ArrayList<>();
    long first = 0;
    for (long end : ends(groupRows)) {
      int count = (int) (end - first);
      List<ColumnChunk> chunks = new ArrayList<>();
      for (Column column : columns) {
        boolean present = first >= nulls.getOrDefault(column, 0L);
        chunks.add(present ? present(column, count, file) : absent(column, count, file));
      }
      groups.add(new RowGroup(chunks, 0, count));
      first = end;
    }
    List<SchemaElement> schema = new ArrayList<>();
    schema.add(new SchemaElement("rows").setNum_children(columns.size()));
    columns.forEach(column -> schema.add(column.element()));
    file.writeBytes(ParquetFooter.end(new FileMetaData(FORMAT_VERSION, schema, rows, groups)));
    return file.toByteArray();
  }

  /// Where row groups end: the first rows have no values, and each column's begin with a row group.
  private SortedSet<Long> ends(int groupRows) {
    SortedSet<Long> ends = new TreeSet<>(nulls.values());
    for (long end = groupRows; end < rows; end += groupRows) {
      ends.add(end);
    }
    ends.add(rows);
    ends.remove(0L);
    return ends;
  }

  private static ColumnChunk absent(Column column, int rows, ByteArrayOutputStream file)
      throws IOException {
    long start = file.size();
    writePage(rows, Encoding.PLAIN, levels(rows, ABSENT), file);
    return new ColumnChunk(start)
        .setMeta_data(metadata(column, rows, rows, start, start, file.size()));
  }

  private static ColumnChunk present(Column column, int rows, ByteArrayOutputStream file)
      throws IOException {
    long start = file.size();
    byte[] value = column.value();
    PageHeader dictionary = new PageHeader(PageType.DICTIONARY_PAGE, value.length, value.length);
    dictionary.setDictionary_page_header(new DictionaryPageHeader(1, Encoding.PLAIN));
    Util.writePageHeader(dictionary, file);
    file.writeBytes(value);
    long data = file.size();
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(levels(rows, PRESENT));
    page.write(BIT_WIDTH);
    writeRun(rows, FIRST_OF_DICTIONARY, page);
    writePage(rows, Encoding.RLE_DICTIONARY, page.toByteArray(), file);
    return new ColumnChunk(start)
        .setMeta_data(
            metadata(column, rows, 0, start, data, file.size()).setDictionary_page_offset(start));
  }

  private static ColumnMetaData metadata(
      Column column, int rows, int absent, long start, long data, long end) {
    return new ColumnMetaData(
            column.type(),
            List.of(Encoding.PLAIN, Encoding.RLE, Encoding.RLE_DICTIONARY),
            List.of(column.name()),
            CompressionCodec.UNCOMPRESSED,
            rows,
            end - start,
            end - start,
            data)
        .setStatistics(new Statistics().setNull_count(absent));
  }

  private static void writePage(
      int rows, Encoding encoding, byte[] page, ByteArrayOutputStream file) throws IOException {
    PageHeader header = new PageHeader(PageType.DATA_PAGE, page.length, page.length);
    header.setData_page_header(new DataPageHeader(rows, encoding, Encoding.RLE, Encoding.RLE));
    Util.writePageHeader(header, file);
    file.writeBytes(page);
  }

  /// Which rows have a value, the same for all, behind its length.
  private static byte[] levels(int rows, byte level) throws IOException {
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    writeRun(rows, level, run);
    ByteArrayOutputStream levels = new ByteArrayOutputStream();
    BytesUtils.writeIntLittleEndian(levels, run.size());
    run.writeTo(levels);
    return levels.toByteArray();
  }

  private static void writeRun(int length, byte value, ByteArrayOutputStream to)
      throws IOException {
    BytesUtils.writeUnsignedVarInt(length << 1, to);
    to.write(value);
  }
}
