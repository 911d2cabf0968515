package dev.tarn.record;

import java.util.List;

/// What may stand in a place that values were written to: one type, or a union's.
final class AvroBranches {
  private final AvroNode[] nodes;
  private final boolean union;

  private AvroBranches(List<AvroNode> nodes, boolean union) {
    this.nodes = nodes.toArray(AvroNode[]::new);
    this.union = union;
  }

  /// Of one type.
  static AvroBranches single(AvroNode node) {
    return new AvroBranches(List.of(node), false);
  }

  /// Of a union's types, in its order.
  static AvroBranches union(List<AvroNode> nodes) {
    return new AvroBranches(nodes, true);
  }

  /// What reads the value that `in` is at the beginning of.
  AvroNode next(AvroInput in) throws DamagedBlock {
    return union ? nodes[in.readIndex(nodes.length)] : nodes[0];
  }

  /// Passes a value.
  void skip(AvroInput in, Reading out) throws Fault, DamagedBlock {
    next(in).read(in, out);
  }
}
