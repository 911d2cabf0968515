package dev.tarn.export.part;

import java.io.Closeable;
import java.io.IOException;
import org.apache.avro.generic.GenericRecord;

/// Writes one file of an export. Closing it ends the file.
interface PartWriter extends Closeable {
  /// Adds a record, whose values are Avro's own.
  void write(GenericRecord record) throws IOException;

  /// About how large the file is, with what is not in it yet.
  long bytes();
}
