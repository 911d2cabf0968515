package dev.tarn.query.arrow;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.tarn.query.ResultType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.RecordBatch;

/// The messages of an Arrow stream, each a mark, the length of its metadata, the metadata and a
/// body (Arrow's columnar format, "Encapsulated message format" and "IPC Streaming Format").
final class ArrowMessages {
  private static final int MARK = -1;
  private static final int PREFIX_BYTES = 8;

  private final OutputStream out;

  ArrowMessages(OutputStream out) {
    this.out = out;
  }

  void schema(List<String> names, List<ResultType> types) throws IOException {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int schema = ArrowSchema.write(builder, names, types);
    metadata(builder, MessageHeader.Schema, schema, 0);
  }

  void batch(int rows, BatchLayout layout) throws IOException {
    FlatBufferBuilder builder = new FlatBufferBuilder();
    // Vectors are built from their end.
    RecordBatch.startNodesVector(builder, layout.nodes().size());
    for (BatchLayout.Node node : layout.nodes().reversed()) {
      FieldNode.createFieldNode(builder, node.values(), node.nulls());
    }
    int nodes = builder.endVector();
    RecordBatch.startBuffersVector(builder, layout.places().size());
    for (BatchLayout.Place place : layout.places().reversed()) {
      Buffer.createBuffer(builder, place.offset(), place.length());
    }
    int buffers = builder.endVector();
    int batch = RecordBatch.createRecordBatch(builder, rows, nodes, buffers, 0, 0);
    metadata(builder, MessageHeader.RecordBatch, batch, layout.length());
    for (ByteBuffer content : layout.contents()) {
      int length = content.remaining();
      out.write(content.array(), content.arrayOffset() + content.position(), length);
      pad(BatchLayout.padded(length) - length);
    }
  }

  void end() throws IOException {
    prefix(0);
  }

  private void metadata(FlatBufferBuilder builder, byte type, int header, long bodyLength)
      throws IOException {
    builder.finish(Message.createMessage(builder, MetadataVersion.V5, type, header, bodyLength, 0));
    ByteBuffer message = builder.dataBuffer();
    int length = message.remaining();
    int padded = BatchLayout.padded(length);
    prefix(padded);
    out.write(message.array(), message.arrayOffset() + message.position(), length);
    pad(padded - length);
  }

  private void prefix(int length) throws IOException {
    out.write(
        ByteBuffer.allocate(PREFIX_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(MARK)
            .putInt(length)
            .array());
  }

  private void pad(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      out.write(0);
    }
  }
}
