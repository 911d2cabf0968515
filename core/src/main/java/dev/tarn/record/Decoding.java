package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// The decoding of one body.
final class Decoding {
  private final RecordCodec codec;
  private final List<String> distinctColumns;
  private final RecordJson parsers;
  private final DecodeLimits limits;
  private final long absentEventTime;
  private final byte[] body;
  private final Accepted accepted = new Accepted();
  private final Rejected rejected;
  private final Reading reading;
  private int records;

  Decoding(
      RecordCodec codec,
      List<String> distinctColumns,
      RecordJson parsers,
      DecodeLimits limits,
      long absentEventTime,
      byte[] body) {
    this.codec = codec;
    this.distinctColumns = distinctColumns;
    this.parsers = parsers;
    this.limits = limits;
    this.absentEventTime = absentEventTime;
    this.body = body;
    rejected = new Rejected(limits.maxReasons());
    reading = new Reading(limits, distinctColumns.size(), ThreadLocalRandom.current().nextLong());
  }

  /// Decodes one JSON document. Whatever is wrong with it as JSON refuses all of it.
  RecordBatch document() {
    int malformed = Utf8.malformed(body, 0, body.length);
    if (malformed >= 0) {
      throw BodyText.malformed(body, malformed, "the body is not UTF-8");
    }
    DocumentSlices slices = new DocumentSlices(body, BodyText.start(body));
    while (slices.next()) {
      countRecord();
      int other = RecordJson.otherEncoding(body, slices.start(), slices.end());
      if (other >= 0) {
        throw BodyText.malformed(body, other, "expected a value in UTF-8");
      }
      try {
        record(slices, true);
      } catch (JsonProcessingException e) {
        int offset = slices.start() + RecordJson.offset(e, slices.end() - slices.start());
        throw BodyText.malformed(body, offset, RecordJson.detail(e));
      }
    }
    return batch();
  }

  /// Decodes one record a line. Whatever is wrong with a line as JSON rejects its record.
  RecordBatch lines() {
    LineSlices slices = new LineSlices(body, BodyText.start(body));
    while (slices.next()) {
      countRecord();
      int malformed = Utf8.malformed(body, slices.start(), slices.end());
      int other = RecordJson.otherEncoding(body, slices.start(), slices.end());
      if (malformed >= 0 || other >= 0) {
        reject(slices, malformed >= 0 ? malformed : other, "the line is not UTF-8");
        continue;
      }
      try {
        record(slices, false);
      } catch (JsonProcessingException e) {
        int offset = slices.start() + RecordJson.offset(e, slices.end() - slices.start());
        reject(slices, offset, RecordJson.detail(e));
      }
    }
    rejected
        .onlyUnparsed()
        .filter(unparsed -> accepted.size() == 0)
        .ifPresent(unparsed -> {
          throw new Problem.MalformedBody(
                  unparsed.detail(), java.util.Optional.of(unparsed.place()))
              .exception();
        });
    return batch();
  }

  private void reject(LineSlices slices, int offset, String detail) {
    Place place = Place.position(slices.line(), BodyText.column(body, slices.start(), offset));
    rejected.addUnparsed(records - 1, detail, place);
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
  private void record(RecordSlices slices, boolean whole) throws JsonProcessingException {
    long mark = reading.tape().mark();
    try (JsonParser json = parsers.parser(body, slices.start(), slices.end())) {
      json.nextToken();
      reading.begin(json, absentEventTime);
      try {
        codec.read(reading);
        if (json.nextToken() != null) {
          throw new MoreThanOneValue(json);
        }
        accepted.add(mark, reading.eventTimeMicros());
      } catch (Fault fault) {
        reject(mark, fault);
        if (whole) {
          parseRest(json);
        }
      } catch (StreamConstraintsException e) {
        reject(mark, parsers.overLimit(json));
      }
    } catch (JsonProcessingException e) {
      reading.tape().truncate(mark);
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  private void reject(long mark, Fault fault) {
    reading.tape().truncate(mark);
    rejected.add(records - 1, fault);
  }

  private static void parseRest(JsonParser json) throws IOException {
    try {
      boolean complete = json.getParsingContext().inRoot();
      while (json.nextToken() != null) {
        if (complete) {
          throw new MoreThanOneValue(json);
        }
        complete = json.getParsingContext().inRoot();
      }
    } catch (StreamConstraintsException e) {
      // What is beyond the limits is rejected already; its end was found without parsing it.
      return;
    }
  }

  private RecordBatch batch() {
    if (records == 0) {
      throw BodyText.malformed(body, body.length, "the body holds no record");
    }
    Map<String, Long> distinct = new HashMap<>();
    for (int i = 0; i < distinctColumns.size(); i++) {
      distinct.put(distinctColumns.get(i), reading.distinct()[i].count());
    }
    return new RecordBatch(codec, reading.tape(), accepted, rejected, distinct);
  }

  /// Something stands where a record's text should have ended.
  private static final class MoreThanOneValue extends JsonProcessingException {
    MoreThanOneValue(JsonParser json) {
      super("another value follows the record's", json.currentTokenLocation());
    }
  }
}
