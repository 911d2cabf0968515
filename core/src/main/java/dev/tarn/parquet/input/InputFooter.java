package dev.tarn.parquet.input;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.RangedFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.schema.MessageType;

/// What a file's footer says, as far as it can be checked without the columns.
///
/// @param groups the row groups, whose rows come to no more than a position counts
/// @param start where the footer begins and the columns end
record InputFooter(MessageType schema, List<RowGroup> groups, long start) {
  private static final int TAIL = 8;
  private static final int MAGIC_BYTES = 4;
  private static final int FIRST_READ = 64 * 1024;
  private static final int MOST_ELEMENTS = 20_000;
  private static final int MOST_DEPTH = 200;
  private static final int LONGEST_FIXED = 1 << 20;

  /// Reads the footer of `file`. Throws [Problem.MalformedBody] where there is none that can be
  /// read, and [Problem.PayloadTooLarge] where it says that the file has more rows than are read.
  static InputFooter read(RangedFile file, ParquetInputLimits limits) throws IOException {
    long length = file.length();
    if (length < TAIL + MAGIC_BYTES) {
      throw malformed("the file has " + length + " bytes, fewer than any Parquet file");
    }
    int first = (int) Math.min(length, FIRST_READ);
    byte[] end = file.range(length - first, first);
    String magic =
        new String(end, end.length - MAGIC_BYTES, MAGIC_BYTES, StandardCharsets.ISO_8859_1);
    if (magic.equals("PARE")) {
      throw encrypted();
    }
    if (!magic.equals("PAR1")) {
      throw malformed("the file does not end as a Parquet file does");
    }
    int size =
        ByteBuffer.wrap(end, end.length - TAIL, TAIL).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (size <= 0 || size > length - TAIL - MAGIC_BYTES) {
      throw malformed(
          "the footer's length is given as %d in a file of %d bytes".formatted(size, length));
    }
    if (size > limits.footerBytes()) {
      throw malformed(
          "the footer has %d bytes, which are more than the %d that are read"
              .formatted(size, limits.footerBytes()));
    }
    long start = length - TAIL - size;
    if (size + TAIL > end.length) {
      return of(file.range(start, size), 0, size, start);
    }
    return of(end, end.length - TAIL - size, end.length - TAIL, start);
  }

  private static InputFooter of(byte[] bytes, int from, int to, long start) {
    FileMetaData metadata;
    try {
      int end = ThriftClaims.end(bytes, from, to);
      metadata = Util.readFileMetaData(new ByteArrayInputStream(bytes, from, end - from));
    } catch (DamagedData e) {
      throw malformed("the footer is damaged: " + e.detail());
    } catch (IOException | RuntimeException e) {
      // Malformed bytes make the library fail in ways that it does not tell of.
      throw malformed("the footer is damaged");
    }
    if (metadata.isSetEncryption_algorithm()) {
      throw encrypted();
    }
    List<SchemaElement> elements = metadata.getSchema();
    List<RowGroup> groups = metadata.getRow_groups();
    if (elements == null || groups == null) {
      throw malformed("the footer has no schema or no row groups");
    }
    try {
      checkTree(elements);
    } catch (DamagedData e) {
      throw malformed("the schema in the footer is damaged: " + e.detail());
    }
    InputFooter footer = new InputFooter(schema(metadata), groups, start);
    footer.checkRows();
    return footer;
  }

  /// The elements are a tree in the order of its branches, which the library follows by recursion.
  private static void checkTree(List<SchemaElement> elements) throws DamagedData {
    if (elements.isEmpty() || elements.size() > MOST_ELEMENTS) {
      throw new DamagedData(
          "it has " + elements.size() + " elements, where 1 to " + MOST_ELEMENTS + " are read");
    }
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < elements.size(); i++) {
      while (!open.isEmpty() && open.peek() == 0) {
        open.pop();
      }
      if (i > 0) {
        if (open.isEmpty()) {
          throw new DamagedData("element " + i + " is below none");
        }
        open.push(open.pop() - 1);
      }
      SchemaElement element = Objects.requireNonNull(elements.get(i), "a list holds no nulls");
      checkElement(element, i);
      open.push(element.getNum_children());
      if (open.size() > MOST_DEPTH) {
        throw new DamagedData("it is nested deeper than " + MOST_DEPTH + " levels");
      }
    }
    if (open.stream().anyMatch(left -> left > 0)) {
      throw new DamagedData("it says that more elements follow than there are");
    }
  }

  private static void checkElement(SchemaElement element, int i) throws DamagedData {
    int children = element.getNum_children();
    boolean group = i == 0 || !element.isSetType();
    if (element.getName() == null || children < 0 || (children > 0) != group) {
      throw new DamagedData("element " + i + " has " + children + " fields");
    }
    if (i > 0 && element.getRepetition_type() == null) {
      throw new DamagedData("element " + i + " does not say whether it is required");
    }
    int length = element.getType_length();
    if (element.getType() == Type.FIXED_LEN_BYTE_ARRAY && (length < 1 || length > LONGEST_FIXED)) {
      throw new DamagedData("element " + i + " has values of " + length + " bytes");
    }
  }

  private static MessageType schema(FileMetaData metadata) {
    FileMetaData alone = new FileMetaData(1, metadata.getSchema(), 0, List.of());
    try {
      return new ParquetMetadataConverter()
          .fromParquetMetadata(alone)
          .getFileMetaData()
          .getSchema();
    } catch (IOException | RuntimeException e) {
      // The library checks types as it builds them, and says what is wrong in its own words.
      String why = e.getMessage() == null ? "" : ": " + FileNames.shown(e.getMessage());
      throw malformed("the schema in the footer is none of Parquet's" + why);
    }
  }

  private void checkRows() {
    long rows = 0;
    for (int i = 0; i < groups.size(); i++) {
      RowGroup group = groups.get(i);
      if (group.getNum_rows() < 0) {
        throw malformed("row group " + i + " says that it has " + group.getNum_rows() + " rows");
      }
      if (group.getColumnsSize() != schema.getColumns().size()) {
        throw malformed(
            "row group %d has %d columns where the schema has %d"
                .formatted(i, group.getColumnsSize(), schema.getColumns().size()));
      }
      if (group.getNum_rows() > Integer.MAX_VALUE - rows) {
        throw new Problem.PayloadTooLarge(
                "the file has more than " + Integer.MAX_VALUE + " rows; send it in several parts")
            .exception();
      }
      rows += group.getNum_rows();
    }
  }

  private static ProblemException encrypted() {
    return malformed("the file is encrypted, and encrypted files are not read");
  }

  private static ProblemException malformed(String detail) {
    return new Problem.MalformedBody(detail, Optional.empty()).exception();
  }
}
