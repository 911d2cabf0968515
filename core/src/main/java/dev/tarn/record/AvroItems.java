package dev.tarn.record;

/// Reads arrays and maps.
sealed interface AvroItems extends AvroNode {
  /// Reads arrays.
  record OfArray(AvroBranches element, Slot slot) implements AvroItems {
    @Override
    public void read(AvroInput in, Reading out) throws Fault, DamagedBlock {
      out.enter();
      Tape tape = out.tape();
      int index = 0;
      for (long items = in.readItems(); items > 0; items = in.readItems()) {
        for (long i = 0; i < items; i++, index++) {
          out.count(1);
          try {
            AvroNode node = element.next(in);
            boolean isNull = node.isNull();
            if (isNull && !slot.nullable()) {
              throw out.fault(Fault.Code.TYPE, "expected an element but found null");
            }
            ArrayCodec.putMark(isNull, tape);
            node.read(in, out);
          } catch (Fault fault) {
            throw fault.below(Integer.toString(index));
          }
        }
      }
      ArrayCodec.putEnd(tape);
      out.leave();
    }
  }

  /// Reads maps.
  record OfMap(AvroBranches value, MapCodec codec) implements AvroItems {
    @Override
    public void read(AvroInput in, Reading out) throws Fault, DamagedBlock {
      out.enter();
      Tape tape = out.tape();
      long start = tape.mark();
      int entries = 0;
      for (long items = in.readItems(); items > 0; items = in.readItems()) {
        for (long i = 0; i < items; i++, entries++) {
          out.count(1);
          entry(in, out);
        }
      }
      codec.putEnd(out, start, entries);
      out.leave();
    }

    private void entry(AvroInput in, Reading out) throws Fault, DamagedBlock {
      int length = in.readLength();
      int key = in.take(length);
      AvroNode node = value.next(in);
      MapCodec.putMark(node.isNull(), out.tape());
      out.putText(in.bytes(), key, length);
      try {
        if (node.isNull() && !codec.value().nullable()) {
          throw out.fault(Fault.Code.TYPE, "expected a value but found null");
        }
        node.read(in, out);
      } catch (Fault fault) {
        throw fault.below(
            Reading.segment(
                new String(in.bytes(), key, length, java.nio.charset.StandardCharsets.UTF_8)));
      }
    }
  }
}
