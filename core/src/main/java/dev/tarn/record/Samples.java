package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tarn.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/// Records of which no schema is known yet. Whatever is no record of its format is refused with its
/// place, as [Problem.MalformedBody].
public final class Samples {
  private final DecodeLimits limits;
  private final JsonFactory factory;

  /// Reads within `limits`.
  public Samples(DecodeLimits limits) {
    this.limits = limits;
    factory =
        new JsonFactoryBuilder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.maxDepth())
                    .maxNumberLength(limits.maxNumberLength())
                    .maxStringLength(limits.maxStringBytes())
                    .maxNameLength(limits.maxStringBytes())
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();
  }

  /// Takes records that are JSON objects.
  @FunctionalInterface
  public interface JsonVisitor {
    /// Takes the record whose opening brace `parser` is at, and leaves it at the closing one.
    void record(JsonParser parser) throws IOException;
  }

  /// Takes rows of cells.
  public interface RowVisitor {
    /// Takes the names of the columns, each once.
    void header(List<String> columns);

    /// Takes a row with a cell for each column; one that is empty and not quoted has no text.
    void row(List<Optional<String>> cells);
  }

  /// Gives the records of a [RecordFormat#JSON] or [RecordFormat#NDJSON] body to `visitor`.
  public void json(RecordFormat format, byte[] body, JsonVisitor visitor) {
    int malformed = Utf8.malformed(body, 0, body.length);
    if (malformed >= 0) {
      throw BodyText.malformed(body, malformed, "the body is not UTF-8");
    }
    int start = BodyText.start(body);
    RecordSlices slices =
        format == RecordFormat.JSON
            ? new DocumentSlices(body, start)
            : new LineSlices(body, start, body.length);
    try (SliceParser parser = new SliceParser(factory, body)) {
      while (slices.next()) {
        record(parser, slices, body, visitor);
      }
    } catch (Unparsable e) {
      throw BodyText.malformed(body, e.offset(), e.detail());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  private static void record(
      SliceParser slice, RecordSlices slices, byte[] body, JsonVisitor visitor)
      throws IOException, Unparsable {
    try {
      JsonParser parser = slice.begin(slices.start(), slices.end());
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw BodyText.malformed(body, slices.start(), "expected an object");
      }
      visitor.record(parser);
      slice.end();
    } catch (JsonProcessingException e) {
      throw slice.unparsable(e);
    }
  }

  /// Gives the value of `text`, which is one of JSON, to `visitor`. Returns false where it is none.
  public boolean value(String text, JsonVisitor visitor) {
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        return false;
      }
    } catch (IOException e) {
      // Text that is no JSON is what this is asked to find out.
      return false;
    }
    try (JsonParser parser = factory.createParser(text)) {
      parser.nextToken();
      visitor.record(parser);
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// Gives the rows of a [RecordFormat#CSV] body to `visitor`.
  public void csv(byte[] body, RowVisitor visitor) {
    int malformed = Utf8.malformed(body, 0, body.length);
    if (malformed >= 0) {
      throw BodyText.malformed(body, malformed, "the body is not UTF-8");
    }
    try (CsvCell cell = new CsvCell(factory)) {
      CsvRows rows = new CsvRows(body, BodyText.start(body), body.length, CsvHeader.MOST_COLUMNS);
      List<String> columns = new ArrayList<>();
      for (Optional<String> each : cells(body, rows, cell, Optional.empty())) {
        String column = each.orElse("");
        if (columns.contains(column)) {
          throw BodyText.malformed(
              body,
              rows.start(columns.size()),
              "the header names '" + Reading.shown(column) + "' twice");
        }
        columns.add(column);
      }
      visitor.header(columns);
      while (rows.end() < body.length) {
        List<Optional<String>> row = cells(body, rows, cell, Optional.of(columns.size()));
        if (!row.isEmpty()) {
          visitor.row(row);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// The next row; empty after the last.
  private static List<Optional<String>> cells(
      byte[] body, CsvRows rows, CsvCell cell, Optional<Integer> wanted) {
    if (!rows.next()) {
      if (wanted.isEmpty()) {
        throw BodyText.malformed(body, rows.end(), "the body is empty");
      }
      return List.of();
    }
    if (rows.faulty()) {
      throw BodyText.malformed(body, rows.faultAt(), rows.fault());
    }
    if (rows.cells() != wanted.orElse(Math.min(rows.cells(), CsvHeader.MOST_COLUMNS))) {
      throw BodyText.malformed(
          body,
          rows.start(),
          "the row has "
              + rows.cells()
              + " cells where "
              + wanted.orElse(CsvHeader.MOST_COLUMNS)
              + " are the most");
    }
    List<Optional<String>> cells = new ArrayList<>(rows.cells());
    for (int i = 0; i < rows.cells(); i++) {
      if (rows.start(i) == rows.end(i) && !rows.quoted(i)) {
        cells.add(Optional.empty());
      } else {
        cell.load(body, rows, i);
        cells.add(Optional.of(cell.getText()));
      }
    }
    return cells;
  }

  /// The schema that the records of a [RecordFormat#AVRO] body were written by, which names nothing
  /// that holds itself and comes to a bounded number of types.
  public Schema avroSchema(byte[] body) {
    try {
      Schema schema = AvroContainer.open(new ByteArrayInputStream(body)).schema();
      new AvroResolution(limits).past(schema);
      return schema;
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be read", e);
    }
  }

  /// Whether `text` is a number as JSON has them, or any other of the forms that a field takes.
  public static boolean isNumber(String text) {
    return NumberText.isNumber(text.toCharArray(), 0, text.length());
  }

  /// Whether `text` is an integer of 64 bits.
  public static boolean isLong(String text) {
    return isNumber(text)
        && text.chars().allMatch(c -> c == '-' || Character.isDigit(c))
        && NumberText.fitsLong(text.toCharArray(), 0, text.length());
  }

  /// Whether `text` is a date.
  public static boolean isDate(String text) {
    return IsoText.date(text.toCharArray(), 0, text.length()) > IsoText.MALFORMED + 1
        && text.length() == 10
        && !text.startsWith("0000");
  }

  /// Whether `text` is a timestamp with no more than `decimals` decimals of a second.
  public static boolean isTimestamp(String text, int decimals) {
    long value = IsoText.timestamp(text.toCharArray(), 0, text.length(), decimals);
    return value != IsoText.MALFORMED && value != IsoText.TOO_PRECISE && !text.startsWith("0000");
  }
}
