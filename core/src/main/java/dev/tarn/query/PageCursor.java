package dev.tarn.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.tarn.digest.Sha256;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a page of records ended. It holds no conditions: the next page is of the rows that whoever
/// asks for it may see, whatever the cursor says.
///
/// @param version of the dataset that all pages are of
/// @param committed when that version was, in milliseconds: a dataset made anew has its versions
///   anew
/// @param request digest of what pages are of; another request has other cursors
/// @param given how many rows with the keys of the last one were given, it included
/// @param keys what the last row has in the columns that rows are ordered by, as text
record PageCursor(
    long version, long committed, String request, long given, List<@Nullable String> keys) {
  private static final int CHECK_BYTES = 8;
  private static final int MOST_CHARACTERS = 100_000;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(1)
                  .maxStringLength(MOST_CHARACTERS)
                  .build())
          .build();

  /// The cursor as text: base64 (RFC 4648, section 5) of a checksum and a JSON array.
  String text() {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    try (JsonGenerator array = JSON.createGenerator(json)) {
      array.writeStartArray();
      array.writeNumber(version);
      array.writeNumber(committed);
      array.writeString(request);
      array.writeNumber(given);
      for (String key : keys) {
        array.writeString(key);
      }
      array.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(check(json.toByteArray()));
    bytes.writeBytes(json.toByteArray());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  /// The cursor that `text` is. Throws [Problem.MalformedRequest] where it is none, or one that was
  /// changed.
  static PageCursor parse(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      byte[] json = Arrays.copyOfRange(bytes, Math.min(CHECK_BYTES, bytes.length), bytes.length);
      if (text.length() > MOST_CHARACTERS
          || !Arrays.equals(
              check(json), Arrays.copyOf(bytes, Math.min(CHECK_BYTES, bytes.length)))) {
        throw malformed("is none that was given here, or was changed");
      }
      return read(json);
    } catch (IllegalArgumentException | IOException e) {
      throw malformed("is none that was given here, or was changed");
    }
  }

  /// Throws [Problem.MalformedRequest] with what is wrong with the cursor.
  static ProblemException malformed(String fault) {
    return new Problem.MalformedRequest(
            "the cursor " + fault, Optional.of(Place.pointer("/cursor")))
        .exception();
  }

  private static PageCursor read(byte[] json) throws IOException {
    try (JsonParser array = JSON.createParser(json)) {
      array.nextToken();
      long version = array.nextLongValue(-1);
      long committed = array.nextLongValue(-1);
      String request = String.valueOf(array.nextTextValue());
      long given = array.nextLongValue(-1);
      List<@Nullable String> keys = new ArrayList<>();
      for (JsonToken token = array.nextToken();
          token != JsonToken.END_ARRAY;
          token = array.nextToken()) {
        if (token == null) {
          throw malformed("is cut off");
        }
        keys.add(token == JsonToken.VALUE_NULL ? null : array.getText());
      }
      if (version < 0 || given < 1) {
        throw malformed("is none that was given here, or was changed");
      }
      return new PageCursor(version, committed, request, given, keys);
    }
  }

  private static byte[] check(byte[] json) {
    return Arrays.copyOf(Sha256.begin().digest(json), CHECK_BYTES);
  }
}
