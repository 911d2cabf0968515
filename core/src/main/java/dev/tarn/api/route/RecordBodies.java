package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.problem.Problem;
import dev.tarn.record.RecordFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Bodies that hold records: which format they are in, and their bytes as the format has them.
final class RecordBodies {
  private static final String PARQUET = "application/vnd.apache.parquet";
  private static final List<String> ACCEPTED =
      List.of("application/json", "application/x-ndjson", "text/csv", "application/avro");
  private static final List<String> ACCEPTED_AS_SAMPLES =
      Stream.concat(ACCEPTED.stream(), Stream.of(PARQUET)).toList();
  private static final Map<String, RecordFormat> FORMATS =
      Map.of(
          "application/json", RecordFormat.JSON,
          "application/x-ndjson", RecordFormat.NDJSON,
          "text/csv", RecordFormat.CSV,
          "application/avro", RecordFormat.AVRO);

  private final IngestLimits limits;
  private final ContentCoding coding;

  RecordBodies(IngestLimits limits) {
    this.limits = limits;
    coding = new ContentCoding(limits);
  }

  /// The format of a batch, which the request's `Content-Type` names. Throws
  /// [Problem.UnsupportedMediaType] where it names none of them; Parquet is for uploads.
  static RecordFormat format(ApiRequest request) {
    String mediaType = MediaTypes.contentType(request);
    RecordFormat format = FORMATS.get(mediaType);
    if (format == null) {
      String header =
          mediaType.equals(PARQUET)
              ? "Parquet files are sent as uploads; a batch's content-type"
              : "content-type";
      throw new Problem.UnsupportedMediaType(header, mediaType, ACCEPTED).exception();
    }
    return format;
  }

  /// The format of a sample, which may be Parquet besides.
  static RecordFormat formatOfSample(ApiRequest request) {
    String mediaType = MediaTypes.contentType(request);
    if (mediaType.equals(PARQUET)) {
      return RecordFormat.PARQUET;
    }
    RecordFormat format = FORMATS.get(mediaType);
    if (format == null) {
      throw new Problem.UnsupportedMediaType("content-type", mediaType, ACCEPTED_AS_SAMPLES)
          .exception();
    }
    return format;
  }

  /// The body, content encoding undone, and in UTF-8 if it is text.
  byte[] read(ApiRequest request, RecordFormat format) {
    byte[] body = coding.decoded(request);
    return switch (format) {
      case AVRO, PARQUET -> body;
      case JSON, NDJSON, CSV ->
          TextEncoding.of(MediaTypes.parameter(request, "charset"))
              .toUtf8(body, limits.decompressedBytes());
    };
  }
}
