package dev.tarn.ingest;

import dev.tarn.problem.RejectedRecord;
import dev.tarn.record.Documents;
import dev.tarn.record.RawRecord;
import dev.tarn.record.RecordFormat;
import dev.tarn.record.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// A record that was not fit for its dataset, as quarantine keeps it. Batch and position together
/// are its name.
///
/// @param receivedAt when it was put into quarantine first
/// @param batch what it came with: the id of a batch or of a message
/// @param position of the record in that, from 0
/// @param pointer a JSON pointer to the value at fault, empty for the record
/// @param raw the record as it came, or its beginning
/// @param contentType what `raw` is: `application/json` for one object; `text/csv` for a header and
///   a row; `avro/binary` for a record of an Avro file that JSON cannot hold
/// @param schemaVersion the version of the dataset's schema that it did not fit last
/// @param attempts how many times it was tried, the first included
/// @param attemptedAt when it was tried last
public record RejectedRow(
    Instant receivedAt,
    String batch,
    int position,
    String pointer,
    String code,
    String detail,
    Raw raw,
    String contentType,
    int schemaVersion,
    int attempts,
    Instant attemptedAt) {
  private static final String JSON = "application/json";
  private static final String CSV = "text/csv";
  private static final String AVRO = "avro/binary";

  /// How many bytes of a record are kept at most.
  public static final int MAX_RAW = 1 << 20;

  /// A record as it came.
  ///
  /// @param text what is UTF-8 without control characters (but tabs and line ends) as it is,
  ///   anything else in base64 (RFC 4648, section 4)
  /// @param encoding `utf-8` or `base64`
  /// @param bytes how long the record is; more than [#MAX_RAW] if `text` is its beginning alone
  public record Raw(String text, String encoding, int bytes) {
    private static final String UTF_8 = "utf-8";
    private static final String BASE64 = "base64";

    static Raw of(byte[] body, int from, int to) {
      int end = Math.min(to, from + MAX_RAW);
      // A character that the cut goes through is left away.
      while (end < to && end > from && (body[end] & 0xc0) == 0x80 && end > from + MAX_RAW - 4) {
        end--;
      }
      ByteBuffer kept = ByteBuffer.wrap(body, from, end - from);
      try {
        String text = StandardCharsets.UTF_8.newDecoder().decode(kept).toString();
        if (text.chars().allMatch(c -> c >= ' ' || c == '\t' || c == '\n' || c == '\r')) {
          return new Raw(text, UTF_8, to - from);
        }
      } catch (CharacterCodingException e) {
        // It is kept as any bytes are.
      }
      byte[] cut = Arrays.copyOfRange(body, from, Math.min(to, from + MAX_RAW));
      return new Raw(Base64.getEncoder().encodeToString(cut), BASE64, to - from);
    }

    /// The record's bytes; empty if only its beginning is kept.
    public Optional<byte[]> whole() {
      if (bytes > MAX_RAW) {
        return Optional.empty();
      }
      return Optional.of(
          encoding.equals(BASE64)
              ? Base64.getDecoder().decode(text)
              : text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// `rejection`, for the first time.
  static RejectedRow of(
      Rejection rejection, String batch, int position, int schemaVersion, Instant now) {
    return of(rejection.reason(), rejection.raw(), batch, position, schemaVersion, now);
  }

  /// `record`, which is refused for `reason`, for the first time.
  static RejectedRow of(
      RejectedRecord reason,
      RawRecord record,
      String batch,
      int position,
      int schemaVersion,
      Instant now) {
    RawRecord.Kept kept = record.kept(MAX_RAW);
    return new RejectedRow(
        now,
        batch,
        position,
        reason.pointer(),
        reason.code(),
        reason.detail(),
        Raw.of(kept.bytes(), kept.from(), kept.to()),
        switch (kept.format()) {
          case JSON, NDJSON -> JSON;
          case CSV -> CSV;
          case AVRO, PARQUET -> AVRO;
        },
        schemaVersion,
        1,
        now);
  }

  /// The record as it is tried again; empty if it cannot be.
  Optional<Documents.Single> document() {
    return switch (contentType) {
      case JSON -> raw.whole().map(bytes -> new Documents.Single(RecordFormat.JSON, bytes));
      case CSV -> raw.whole().map(bytes -> new Documents.Single(RecordFormat.CSV, bytes));
      default -> Optional.empty();
    };
  }

  /// This record after it was tried once more, in vain.
  public RejectedRow again(RejectedRecord reason, int version, Instant now) {
    return new RejectedRow(
        receivedAt,
        batch,
        position,
        reason.pointer(),
        reason.code(),
        reason.detail(),
        raw,
        contentType,
        version,
        attempts + 1,
        now);
  }
}
