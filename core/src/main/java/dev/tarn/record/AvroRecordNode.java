package dev.tarn.record;

import java.util.List;

/// Reads records, field by field in the order they were written in.
final class AvroRecordNode implements AvroNode {
  private static final int NOWHERE = -1;

  private final RecordCodec codec;
  private final AvroBranches[] written;
  private final int[] targets;
  private final long[] given;

  /// A field as it was written, and the position of the field that it becomes, or -1 for none.
  record Step(AvroBranches branches, int target) {
    static Step past(AvroBranches branches) {
      return new Step(branches, NOWHERE);
    }
  }

  AvroRecordNode(RecordCodec codec, List<Step> steps) {
    this.codec = codec;
    written = steps.stream().map(Step::branches).toArray(AvroBranches[]::new);
    targets = steps.stream().mapToInt(Step::target).toArray();
    given = new long[(codec.size() + Long.SIZE - 1) / Long.SIZE];
    for (int target : targets) {
      if (target != NOWHERE) {
        given[target >> 6] |= 1L << target;
      }
    }
  }

  @Override
  public void read(AvroInput in, Reading out) throws Fault, DamagedBlock {
    out.enter();
    out.count(codec.size());
    for (int i = 0; i < written.length; i++) {
      if (targets[i] == NOWHERE) {
        written[i].skip(in, out);
      } else {
        field(written[i], targets[i], in, out);
      }
    }
    codec.putEnd(out, given);
    out.leave();
  }

  private void field(AvroBranches branches, int target, AvroInput in, Reading out)
      throws Fault, DamagedBlock {
    RecordField field = codec.field(target);
    try {
      AvroNode node = branches.next(in);
      if (!node.isNull()) {
        RecordCodec.putTag(target, false, out.tape());
        node.read(in, out);
      } else if (!field.slot().nullable()) {
        throw out.fault(Fault.Code.TYPE, "the field '" + field.text() + "' may not be null");
      }
    } catch (Fault fault) {
      throw fault.below(Reading.segment(field.text()));
    }
  }
}
