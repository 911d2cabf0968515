package dev.tarn.record;

import dev.tarn.problem.Problem;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/// The decoding of records in Avro's binary encoding, all of them or by runs of their blocks.
final class AvroDecoding {
  private final AvroBlocks blocks;
  private final DecodeLimits limits;
  private final long absentEventTime;
  private final AvroBranches records;
  private final AvroBranches past;
  private final List<Fault> mismatches;

  /// Of `blocks`, as records of `reader`, of which `codec` is the codec.
  AvroDecoding(
      AvroBlocks blocks,
      Schema reader,
      RecordCodec codec,
      DecodeLimits limits,
      long absentEventTime) {
    this.blocks = blocks;
    this.limits = limits;
    this.absentEventTime = absentEventTime;
    AvroResolution resolution = new AvroResolution(limits);
    records = resolution.records(blocks.schema(), reader, codec);
    past = resolution.past(blocks.schema());
    mismatches = resolution.mismatches();
  }

  /// Decodes all blocks.
  RecordBatch whole(BatchAssembly assembly) throws IOException {
    boolean more = true;
    while (more) {
      more = next(assembly);
    }
    if (assembly.records() == 0) {
      throw new Problem.MalformedBody("the body holds no record", Optional.empty()).exception();
    }
    return batch(assembly);
  }

  /// Decodes blocks until they come to `bytes` or to half of the records that a batch may have;
  /// empty where none is left.
  Optional<RecordBatch> part(BatchAssembly assembly, int bytes) throws IOException {
    blocks.allowAnew();
    boolean more = true;
    while (more && blocks.spent() < bytes && assembly.records() < limits.recordsInSlice()) {
      more = next(assembly);
    }
    return assembly.records() == 0 ? Optional.empty() : Optional.of(batch(assembly));
  }

  private RecordBatch batch(BatchAssembly assembly) {
    return BatchAssembly.batch(List.of(assembly));
  }

  private boolean next(BatchAssembly assembly) throws IOException {
    Optional<AvroInput> block = blocks.next();
    if (block.isPresent()) {
      AvroInput in = block.get();
      assembly.rejected().from((from, to) -> new AvroText(blocks.schema(), in.bytes(), from, to));
      block(assembly, in);
    }
    return block.isPresent();
  }

  private void block(BatchAssembly assembly, AvroInput in) {
    for (long i = 0; i < blocks.records(); i++) {
      assembly.countRecord();
      try {
        if (mismatches.isEmpty()) {
          record(assembly, in);
        } else {
          refuse(assembly, in);
        }
      } catch (DamagedBlock e) {
        throw blocks.damaged("in its record " + i + ", " + e.detail());
      }
    }
    if (in.left() > 0) {
      throw blocks.damaged(in.left() + " bytes follow its last record");
    }
  }

  private void refuse(BatchAssembly assembly, AvroInput in) throws DamagedBlock {
    int start = in.position();
    assembly.reading().begin(absentEventTime);
    skip(in, assembly.reading());
    assembly.rejected().at(start, in.position());
    assembly.rejected().refuse(assembly.position(), mismatches);
  }

  private void record(BatchAssembly assembly, AvroInput in) throws DamagedBlock {
    Reading reading = assembly.reading();
    long mark = reading.tape().mark();
    int start = in.position();
    reading.begin(absentEventTime);
    boolean done = false;
    try {
      AvroNode node = records.next(in);
      if (node.isNull()) {
        throw reading.fault(Fault.Code.TYPE, "expected a record but found null");
      }
      node.read(in, reading);
      done = true;
    } catch (Fault fault) {
      in.position(start);
      skip(in, reading);
      assembly.rejected().at(start, in.position());
      assembly.reject(fault);
    } finally {
      if (done) {
        assembly.accept(mark);
      } else {
        reading.tape().truncate(mark);
      }
    }
  }

  private void skip(AvroInput in, Reading reading) throws DamagedBlock {
    try {
      past.skip(in, reading);
    } catch (Fault fault) {
      throw new IllegalStateException("values that are passed over fit any schema", fault);
    }
  }
}
