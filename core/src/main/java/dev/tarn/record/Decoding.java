package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The decoding of one body of JSON.
final class Decoding {
  /// Decodes CSVs as part of a batch.
  @FunctionalInterface
  interface Rows {
    CsvDecoding decoding(byte[] csv) throws IOException;
  }

  private final BatchAssembly assembly;
  private final long absentEventTime;
  private final byte[] body;
  private final SliceParser parser;

  Decoding(BatchAssembly assembly, JsonFactory factory, long absentEventTime, byte[] body) {
    this.assembly = assembly;
    this.absentEventTime = absentEventTime;
    this.body = body;
    parser = new SliceParser(factory, body);
    assembly.rejected().from(RawRecord.textOf(RecordFormat.JSON, body));
  }

  /// Decodes one JSON document. Whatever is wrong with it as JSON refuses all of it.
  RecordBatch document() throws IOException {
    int malformed = Utf8.malformed(body, 0, body.length);
    if (malformed >= 0) {
      throw BodyText.malformed(body, malformed, "the body is not UTF-8");
    }
    DocumentSlices slices = new DocumentSlices(body, BodyText.start(body));
    try (parser) {
      while (slices.next()) {
        assembly.countRecord();
        record(slices, true);
      }
    } catch (Unparsable e) {
      throw BodyText.malformed(body, e.offset(), e.detail());
    }
    return batch();
  }

  /// Decodes one record a line. Whatever is wrong with a line as JSON rejects its record.
  RecordBatch lines() throws IOException {
    lines(new LineSlices(body, BodyText.start(body), body.length));
    Rejected rejected = assembly.rejected();
    if (assembly.accepted() == 0 && rejected.onlyUnparsed().isPresent()) {
      Rejected.Unparsed first = rejected.onlyUnparsed().orElseThrow();
      throw new Problem.MalformedBody(first.detail(), Optional.of(first.place())).exception();
    }
    return batch();
  }

  /// Decodes the records of `documents`, whose bytes are the body. Whatever is wrong with one of
  /// them as text of its format rejects its records.
  ///
  /// @param rows decodes a CSV as part of the same batch
  RecordBatch documents(Documents documents, Rows rows) throws IOException {
    try (parser) {
      for (int i = 0; i < documents.records(); i++) {
        assembly.countRecord();
        document(documents, i, rows);
      }
    }
    return BatchAssembly.batch(List.of(assembly));
  }

  private void document(Documents documents, int record, Rows rows) throws IOException {
    RecordSlices slice = documents.record(record);
    assembly.rejected().from(RawRecord.textOf(RecordFormat.JSON, body));
    assembly.rejected().at(slice.start(), slice.end());
    Optional<Fault> fault = documents.fault(record);
    if (fault.isPresent()) {
      assembly.reject(fault.get());
      return;
    }
    if (documents.format(record) == RecordFormat.CSV) {
      rows.decoding(Arrays.copyOfRange(body, slice.start(), slice.end())).only();
      return;
    }
    try {
      line(slice);
    } catch (Unparsable e) {
      assembly.reject(new Fault(Fault.Code.JSON, "", e.detail()));
    }
  }

  /// Decodes the lines of a part of the body, which may have none. Places and positions count from
  /// the part's beginning.
  Decoding part(LineSlices slices) throws IOException {
    lines(slices);
    return this;
  }

  private void lines(LineSlices slices) throws IOException {
    try (parser) {
      while (slices.next()) {
        assembly.countRecord();
        try {
          line(slices);
        } catch (Unparsable e) {
          Place place =
              Place.position(
                  assembly.origin().lines() + slices.line(),
                  BodyText.column(body, slices.start(), e.offset()));
          assembly.rejected().addUnparsed(assembly.position(), e.detail(), place);
        }
      }
    }
  }

  private void line(RecordSlices slices) throws IOException, Unparsable {
    assembly.rejected().at(slices.start(), slices.end());
    int malformed = Utf8.malformed(body, slices.start(), slices.end());
    if (malformed >= 0) {
      throw new Unparsable(malformed, "the line is not UTF-8");
    }
    record(slices, false);
  }

  /// Reads one record; accepts or rejects it. With `whole`, the rest of a rejected record is parsed
  /// too, as far as the limits go, to find out whether it is JSON.
  private void record(RecordSlices slices, boolean whole) throws IOException, Unparsable {
    Reading reading = assembly.reading();
    assembly.rejected().at(slices.start(), slices.end());
    long mark = reading.tape().mark();
    boolean done = false;
    try {
      JsonParser json = parser.begin(slices.start(), slices.end());
      reading.begin(json, absentEventTime);
      json.nextToken();
      assembly.codec().read(reading);
      parser.end();
      done = true;
    } catch (Fault fault) {
      assembly.reject(fault);
      if (whole) {
        readRest();
      }
    } catch (StreamConstraintsException e) {
      assembly.reject(reading.overLimit());
    } catch (JsonProcessingException e) {
      throw parser.unparsable(e);
    } finally {
      if (done) {
        assembly.accept(mark);
      } else {
        reading.tape().truncate(mark);
        parser.abandon();
      }
    }
  }

  private void readRest() throws IOException, Unparsable {
    try {
      parser.readRest();
    } catch (StreamConstraintsException e) {
      // What is beyond the limits is rejected already, and its end is known without parsing it.
      return;
    } catch (JsonProcessingException e) {
      throw parser.unparsable(e);
    }
  }

  private RecordBatch batch() {
    if (assembly.records() == 0) {
      throw BodyText.malformed(body, body.length, "the body holds no record");
    }
    return BatchAssembly.batch(List.of(assembly));
  }

  BatchAssembly assembly() {
    return assembly;
  }
}
