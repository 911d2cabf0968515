package dev.tarn.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/// A Parquet file of rows that nothing is known of but how many there are: its only column is never
/// to be read.
final class EmptyRows {
  private static final int FORMAT_VERSION = 1;
  private static final String COLUMN = "unread";

  private EmptyRows() {}

  /// The file of `rows` rows.
  static byte[] file(long rows) throws IOException {
    ColumnMetaData column =
        new ColumnMetaData(
            Type.BOOLEAN,
            List.of(Encoding.PLAIN, Encoding.RLE),
            List.of(COLUMN),
            CompressionCodec.UNCOMPRESSED,
            rows,
            0,
            0,
            ParquetFooter.MAGIC_BYTES);
    List<RowGroup> groups = new ArrayList<>();
    if (rows > 0) {
      ColumnChunk chunk = new ColumnChunk(0).setMeta_data(column);
      groups.add(new RowGroup(List.of(chunk), 0, rows));
    }
    SchemaElement root = new SchemaElement("rows").setNum_children(1);
    SchemaElement leaf =
        new SchemaElement(COLUMN)
            .setType(Type.BOOLEAN)
            .setRepetition_type(FieldRepetitionType.OPTIONAL);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(ParquetFooter.magic());
    file.writeBytes(
        ParquetFooter.end(new FileMetaData(FORMAT_VERSION, List.of(root, leaf), rows, groups)));
    return file.toByteArray();
  }
}
