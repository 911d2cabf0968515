package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.record.RecordField.Absence;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The decoding of one body of CSV, or of some rows of it.
final class CsvDecoding {
  private final BatchAssembly assembly;
  private final JsonFactory json;
  private final DecodeLimits limits;
  private final long absentEventTime;
  private final byte[] body;
  private final CsvCell cell;
  private int at;

  CsvDecoding(
      BatchAssembly assembly,
      JsonFactory json,
      DecodeLimits limits,
      long absentEventTime,
      byte[] body)
      throws IOException {
    this.assembly = assembly;
    this.json = json;
    this.limits = limits;
    this.absentEventTime = absentEventTime;
    this.body = body;
    cell = new CsvCell(json);
  }

  /// Decodes a body that begins with its header.
  RecordBatch whole() throws IOException {
    CsvRows rows = new CsvRows(body, BodyText.start(body), body.length, CsvHeader.MOST_COLUMNS);
    CsvHeader header = header(rows);
    rows(rows, header);
    if (assembly.records() == 0) {
      throw BodyText.malformed(body, body.length, "the body holds no record after its header");
    }
    Rejected rejected = assembly.rejected();
    if (assembly.accepted() == 0 && rejected.onlyUnparsed().isPresent()) {
      Rejected.Unparsed first = rejected.onlyUnparsed().orElseThrow();
      throw new Problem.MalformedBody(first.detail(), Optional.of(first.place())).exception();
    }
    return BatchAssembly.batch(List.of(assembly));
  }

  /// Decodes a header and the one row after it, as the record begun last.
  void only() throws IOException {
    CsvRows rows = new CsvRows(body, 0, body.length, CsvHeader.MOST_COLUMNS);
    try {
      CsvHeader header = header(rows);
      if (rows.next()) {
        row(rows, header);
      } else {
        assembly.reject(new Fault(Fault.Code.CSV, "", "there is no row after the header"));
      }
    } catch (ProblemException e) {
      assembly.reject(new Fault(Fault.Code.CSV, "", e.problem().detail()));
    }
  }

  /// Decodes what is left of `rows`, which begin after `header`.
  RecordBatch part(CsvRows rows, CsvHeader header) throws IOException {
    rows(rows, header);
    return BatchAssembly.batch(List.of(assembly));
  }

  /// Reads the header at the beginning of `rows`.
  CsvHeader header(CsvRows rows) {
    if (!rows.next()) {
      throw BodyText.malformed(
          body, rows.end(), "the body is empty, where a CSV begins with a header");
    }
    if (rows.faulty()) {
      throw BodyText.malformed(body, rows.faultAt(), rows.fault());
    }
    int malformed = Utf8.malformed(body, rows.start(), rows.end());
    if (malformed >= 0) {
      throw BodyText.malformed(body, malformed, "the header is not UTF-8");
    }
    if (rows.cells() > CsvHeader.MOST_COLUMNS) {
      throw BodyText.malformed(
          body, rows.start(), "the header has more than " + CsvHeader.MOST_COLUMNS + " columns");
    }
    return CsvHeader.of(body, rows, cell, assembly.codec());
  }

  /// Decodes what is left of `rows`.
  private void rows(CsvRows rows, CsvHeader header) throws IOException {
    assembly.rejected().from(RawRecord.rowsOf(header.text(), body));
    while (rows.next()) {
      assembly.countRecord();
      row(rows, header);
    }
  }

  private void row(CsvRows rows, CsvHeader header) throws IOException {
    assembly.rejected().at(rows.start(), rows.end());
    if (!header.faults().isEmpty()) {
      assembly.rejected().refuse(assembly.position(), header.faults());
      return;
    }
    int malformed = Utf8.malformed(body, rows.start(), rows.end());
    if (malformed >= 0) {
      unparsed(rows, malformed, "the row is not UTF-8");
    } else if (rows.faulty()) {
      unparsed(rows, rows.faultAt(), rows.fault());
    } else if (rows.cells() != header.columns()) {
      unparsed(
          rows,
          rows.start(),
          "the row has " + rows.cells() + " cells where the header has " + header.columns());
    } else {
      cells(rows, header);
    }
  }

  private void unparsed(CsvRows rows, int offset, String detail) {
    assembly
        .rejected()
        .addUnparsed(assembly.position(), Fault.Code.CSV, detail, place(rows, offset));
  }

  private Place place(CsvRows rows, int offset) {
    int line = rows.line();
    int lineStart = rows.start();
    for (int i = rows.start(); i < offset; i++) {
      if (body[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return Place.position(
        assembly.origin().lines() + line, BodyText.column(body, lineStart, offset));
  }

  private void cells(CsvRows rows, CsvHeader header) throws IOException {
    Reading reading = assembly.reading();
    long mark = reading.tape().mark();
    boolean done = false;
    reading.begin(absentEventTime);
    reading.count(assembly.codec().size());
    try {
      for (at = 0; at < header.columns(); at++) {
        cell(rows, header);
      }
      assembly.codec().putEnd(reading, header.given());
      done = true;
    } catch (Fault fault) {
      assembly.rejected().add(assembly.position(), fault, place(rows, openingOf(rows)));
    } finally {
      if (done) {
        assembly.accept(mark);
      } else {
        reading.tape().truncate(mark);
      }
    }
  }

  private int openingOf(CsvRows rows) {
    return rows.start(at) - (rows.quoted(at) ? 1 : 0);
  }

  private void cell(CsvRows rows, CsvHeader header) throws IOException, Fault {
    Reading reading = assembly.reading();
    int i = header.field(at);
    RecordField field = assembly.codec().field(i);
    reading.field(field.text(), cell);
    if (rows.start(at) == rows.end(at) && !rows.quoted(at)) {
      empty(i, field);
      return;
    }
    ValueCodec codec = field.slot().codec();
    if (codec.cellForm() == CellForm.JSON) {
      cell.load(body, rows, at);
      nested(i, field);
      return;
    }
    reading.checkLength(rows.end(at) - rows.start(at));
    cell.load(body, rows, at);
    cell.take(codec.cellForm());
    if (cell.currentToken().isNumeric() && cell.getTextLength() > limits.maxNumberLength()) {
      throw reading.fault(
          Fault.Code.LENGTH, "a number of more than " + limits.maxNumberLength() + " characters");
    }
    RecordCodec.putTag(i, false, reading.tape());
    codec.read(reading);
  }

  private void empty(int i, RecordField field) throws Fault {
    Reading reading = assembly.reading();
    if (field.slot().nullable()) {
      return;
    }
    if (!(field.absence() instanceof Absence.Default)) {
      throw reading.fault(
          Fault.Code.MISSING,
          "the field '" + field.text() + "' is required, but its cell is empty, which is null");
    }
    RecordCodec.putTag(i, true, reading.tape());
  }

  private void nested(int i, RecordField field) throws IOException, Fault {
    Reading reading = assembly.reading();
    try (JsonParser parser = json.createParser(cell.getTextCharacters(), 0, cell.getTextLength())) {
      reading.field(field.text(), parser);
      JsonToken token = parser.nextToken();
      if (token == JsonToken.VALUE_NULL && field.slot().nullable()) {
        checkEnd(parser);
        return;
      }
      RecordCodec.putTag(i, false, reading.tape());
      field.slot().codec().read(reading);
      checkEnd(parser);
    } catch (StreamConstraintsException e) {
      throw reading.overLimit();
    } catch (JsonProcessingException e) {
      reading.field(field.text(), cell);
      throw reading.fault(Fault.Code.JSON, "the cell holds no JSON: " + SliceParser.detail(e));
    }
  }

  private void checkEnd(JsonParser parser) throws IOException, Fault {
    if (parser.nextToken() != null) {
      throw assembly
          .reading()
          .fault(Fault.Code.JSON, "the cell holds more after the end of its JSON value");
    }
  }
}
