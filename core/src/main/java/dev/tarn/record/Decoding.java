package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The decoding of one body.
final class Decoding {
  private final RecordCodec codec;
  private final List<String> distinctColumns;
  private final DecodeLimits limits;
  private final long absentEventTime;
  private final byte[] body;
  private final SliceParser parser;
  private final Accepted accepted = new Accepted();
  private final Rejected rejected;
  private final Reading reading;
  private int records;

  Decoding(
      RecordCodec codec,
      List<String> distinctColumns,
      JsonFactory factory,
      DecodeLimits limits,
      long absentEventTime,
      long seed,
      byte[] body) {
    this.codec = codec;
    this.distinctColumns = distinctColumns;
    this.limits = limits;
    this.absentEventTime = absentEventTime;
    this.body = body;
    parser = new SliceParser(factory, body);
    rejected = new Rejected(limits.maxReasons());
    reading = new Reading(limits, distinctColumns.size(), seed);
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
        countRecord();
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
    if (accepted.size() == 0 && rejected.onlyUnparsed().isPresent()) {
      Rejected.Unparsed first = rejected.onlyUnparsed().orElseThrow();
      throw new Problem.MalformedBody(first.detail(), Optional.of(first.place())).exception();
    }
    return batch();
  }

  /// Decodes the records of `documents`, whose bytes are the body. Whatever is wrong with one of
  /// them as JSON rejects its records.
  RecordBatch documents(Documents documents) throws IOException {
    try (parser) {
      for (int i = 0; i < documents.records(); i++) {
        countRecord();
        RecordSlices slice = documents.record(i);
        Optional<String> broken = documents.broken(i);
        if (broken.isPresent()) {
          rejected.at(slice.start(), slice.end());
          rejected.add(records - 1, new Fault(Fault.Code.JSON, "", broken.get()));
          continue;
        }
        try {
          line(slice);
        } catch (Unparsable e) {
          rejected.add(records - 1, new Fault(Fault.Code.JSON, "", e.detail()));
        }
      }
    }
    return batch(List.of(this));
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
        countRecord();
        try {
          line(slices);
        } catch (Unparsable e) {
          Place place =
              Place.position(slices.line(), BodyText.column(body, slices.start(), e.offset()));
          rejected.addUnparsed(records - 1, e.detail(), place);
        }
      }
    }
  }

  private void line(RecordSlices slices) throws IOException, Unparsable {
    rejected.at(slices.start(), slices.end());
    int malformed = Utf8.malformed(body, slices.start(), slices.end());
    if (malformed >= 0) {
      throw new Unparsable(malformed, "the line is not UTF-8");
    }
    record(slices, false);
  }

  private void countRecord() {
    if (++records > limits.maxRecords()) {
      throw new Problem.PayloadTooLarge(
              "the body has more than "
                  + limits.maxRecords()
                  + " records; send them in several batches")
          .exception();
    }
  }

  /// Reads one record; accepts or rejects it. With `whole`, the rest of a rejected record is parsed
  /// too, as far as the limits go, to find out whether it is JSON.
  private void record(RecordSlices slices, boolean whole) throws IOException, Unparsable {
    rejected.at(slices.start(), slices.end());
    long mark = reading.tape().mark();
    boolean done = false;
    try {
      JsonParser json = parser.begin(slices.start(), slices.end());
      reading.begin(json, absentEventTime);
      json.nextToken();
      codec.read(reading);
      parser.end();
      done = true;
    } catch (Fault fault) {
      rejected.add(records - 1, fault);
      if (whole) {
        readRest();
      }
    } catch (StreamConstraintsException e) {
      rejected.add(records - 1, reading.overLimit());
    } catch (JsonProcessingException e) {
      throw parser.unparsable(e);
    } finally {
      if (done) {
        accepted.add(mark, reading.eventTimeMicros());
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
    if (records == 0) {
      throw BodyText.malformed(body, body.length, "the body holds no record");
    }
    return batch(List.of(this));
  }

  /// The batch that `parts`, one at least, come to one after another. None has rejected a record
  /// but the first, if it is the only one.
  static RecordBatch batch(List<Decoding> parts) {
    Decoding first = parts.getFirst();
    Map<String, Long> distinct = new HashMap<>();
    for (int i = 0; i < first.distinctColumns.size(); i++) {
      DistinctEstimate all = new DistinctEstimate();
      for (Decoding part : parts) {
        all.add(part.reading.distinct()[i]);
      }
      distinct.put(first.distinctColumns.get(i), all.count());
    }
    return new RecordBatch(
        first.codec,
        parts.stream()
            .map(part -> new RecordBatch.Part(part.reading.tape(), part.accepted))
            .toList(),
        first.rejected,
        distinct);
  }

  int records() {
    return records;
  }

  long rejected() {
    return rejected.count();
  }

  long values() {
    return reading.values();
  }
}
