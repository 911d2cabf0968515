package dev.tarn.parquet;

import dev.tarn.record.RecordBatch;
import dev.tarn.record.RecordVisitor;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/// Writes records of one batch, each given by its position, into columns.
final class RecordWriteSupport extends WriteSupport<Integer> {
  private final MessageType schema;
  private final Map<String, String> metadata;
  private final RecordBatch batch;
  private @Nullable ColumnVisitor columns;

  RecordWriteSupport(MessageType schema, Map<String, String> metadata, RecordBatch batch) {
    this.schema = schema;
    this.metadata = metadata;
    this.batch = batch;
  }

  /// The name of the object model, as parquet-avro gives it.
  @Override
  public String getName() {
    return "avro";
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(schema, metadata);
  }

  @Override
  @SuppressWarnings("deprecation")
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema, metadata);
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    columns = new ColumnVisitor(consumer);
  }

  @Override
  public void write(Integer record) {
    ColumnVisitor visitor = Objects.requireNonNull(columns, "the writer has not begun");
    visitor.consumer.startMessage();
    batch.replay(record, visitor);
    visitor.consumer.endMessage();
  }

  /// Passes values on. Names are left out: the consumer goes by indices.
  private record ColumnVisitor(RecordConsumer consumer) implements RecordVisitor {
    private static final String NO_NAME = "";

    @Override
    public void startField(int index) {
      consumer.startField(NO_NAME, index);
    }

    @Override
    public void endField(int index) {
      consumer.endField(NO_NAME, index);
    }

    @Override
    public void startGroup() {
      consumer.startGroup();
    }

    @Override
    public void endGroup() {
      consumer.endGroup();
    }

    @Override
    public void addBoolean(boolean value) {
      consumer.addBoolean(value);
    }

    @Override
    public void addInt(int value) {
      consumer.addInteger(value);
    }

    @Override
    public void addLong(long value) {
      consumer.addLong(value);
    }

    @Override
    public void addFloat(float value) {
      consumer.addFloat(value);
    }

    @Override
    public void addDouble(double value) {
      consumer.addDouble(value);
    }

    @Override
    public void addBytes(byte[] buffer, int offset, int length) {
      consumer.addBinary(Binary.fromReusedByteArray(buffer, offset, length));
    }
  }
}
