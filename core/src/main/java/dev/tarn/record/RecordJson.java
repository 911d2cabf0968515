package dev.tarn.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;

/// The JSON parser, set to what RFC 8259 allows and to the decoder's limits, and what its errors
/// mean.
final class RecordJson {
  private static final int LONGEST_DETAIL = 200;
  private static final int ENCODING_SHOWS_IN = 4;

  private final JsonFactory factory;
  private final DecodeLimits limits;

  RecordJson(DecodeLimits limits) {
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
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
  }

  /// A parser of `body` from `start` to `end`. The bytes there are UTF-8, and do not begin with
  /// what would be taken for another encoding (see [#otherEncoding]).
  JsonParser parser(byte[] body, int start, int end) throws IOException {
    return factory.createParser(body, start, end - start);
  }

  /// The index of a byte that would let the parser take what begins at `start` for another encoding
  /// than UTF-8, or -1: a zero, or a byte order mark. Neither can begin a JSON value.
  static int otherEncoding(byte[] body, int start, int end) {
    if (BodyText.startsWithMark(body, start, end)) {
      return start;
    }
    for (int i = start; i < Math.min(end, start + ENCODING_SHOWS_IN); i++) {
      if (body[i] == 0) {
        return i;
      }
    }
    return -1;
  }

  /// The fault of a record in which the parser met one of the limits.
  Fault overLimit(JsonParser json) {
    return json.getParsingContext().getNestingDepth() >= limits.maxDepth()
        ? new Fault(
            Fault.Code.DEPTH, "", "nested deeper than " + limits.maxDepth() + " objects and arrays")
        : new Fault(
            Fault.Code.LENGTH,
            "",
            "a name or string of more than "
                + limits.maxStringBytes()
                + " bytes, or a number of more than "
                + limits.maxNumberLength()
                + " characters");
  }

  /// What is wrong with the text, in the parser's words where they are fit to be shown.
  static String detail(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "the text ends within a value";
    }
    String message = e instanceof JsonParseException ? e.getOriginalMessage() : "no JSON";
    int source = message.indexOf(" at [Source");
    String shown = source < 0 ? message : message.substring(0, source);
    return shown.length() > LONGEST_DETAIL ? shown.substring(0, LONGEST_DETAIL) + "…" : shown;
  }

  /// Where in the parsed stretch the error is, counted from its start.
  static int offset(JsonProcessingException e, int length) {
    return e.getLocation() == null ? 0 : Math.clamp(e.getLocation().getByteOffset(), 0, length);
  }
}
