package dev.tarn.query.arrow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The parts of a record batch in the order of Arrow's columnar format ("Serialization and
/// Interprocess Communication", "RecordBatch message"): a node and its buffers for each field, and
/// fields before those within them. Each buffer begins at a multiple of eight bytes.
final class BatchLayout {
  private static final int ALIGNMENT = 8;

  private final List<Node> nodes = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final List<ByteBuffer> contents = new ArrayList<>();
  private long length;

  /// How many values a field has, and how many of these are null.
  record Node(long values, long nulls) {}

  /// Where a buffer is within the body.
  record Place(long offset, long length) {}

  void node(int values, int nulls) {
    nodes.add(new Node(values, nulls));
  }

  void buffer(GrowingBytes bytes) {
    places.add(new Place(length, bytes.size()));
    contents.add(bytes.content());
    length += padded(bytes.size());
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Place> places() {
    return places;
  }

  /// The buffers' contents, each to be padded to [#padded].
  List<ByteBuffer> contents() {
    return contents;
  }

  /// The length of the body.
  long length() {
    return length;
  }

  /// The next multiple of eight.
  static int padded(int length) {
    return Math.ceilDiv(length, ALIGNMENT) * ALIGNMENT;
  }
}
