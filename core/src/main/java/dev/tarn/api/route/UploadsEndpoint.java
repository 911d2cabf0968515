package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Endpoint;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.api.json.RequestBody;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.IngestRequest.OnInvalid;
import dev.tarn.ingest.UploadCoding;
import dev.tarn.ingest.UploadFormat;
import dev.tarn.ingest.upload.Uploads;
import dev.tarn.label.Labelled;
import dev.tarn.problem.Problem;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// `POST /v1/datasets/{dataset}/uploads`.
final class UploadsEndpoint implements Endpoint {
  private static final String CONTENT_TYPE = "contentType";
  private static final String CONTENT_ENCODING = "contentEncoding";
  private static final String ON_INVALID = "onInvalid";
  private static final String JSON = "application/json";
  private static final List<String> FORMATS =
      Arrays.stream(UploadFormat.values()).map(UploadFormat::mediaType).toList();
  private static final List<String> CODINGS =
      Arrays.stream(UploadCoding.values()).map(UploadCoding::label).toList();

  /// A name or an address, with or without a port (RFC 9110, section 7.2).
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9.-]{1,255})(:[0-9]{1,5})?");

  private final Uploads uploads;

  UploadsEndpoint(Uploads uploads) {
    this.uploads = uploads;
  }

  @Override
  public ApiResponse handle(ApiRequest request) {
    QueryParameters.requireKnown(request, List.of());
    DatasetName dataset = PathParameters.ownDataset(request);
    JsonRequests.requireJson(request);
    RequestBody body =
        RequestBody.read(request.body(), List.of(CONTENT_TYPE, CONTENT_ENCODING, ON_INVALID));
    String contentType =
        body.text(CONTENT_TYPE)
            .orElseThrow(() ->
                RequestBody.refused(
                    CONTENT_TYPE, "contentType is needed: " + String.join(", ", FORMATS)));
    UploadFormat format = format(contentType);
    Uploads.Opened opened =
        uploads.open(
            request.principal(),
            dataset,
            new Uploads.Asked(
                format,
                coding(body, format),
                charset(contentType, format),
                body.parsed(
                        ON_INVALID,
                        text -> Labelled.parse(OnInvalid.values(), text),
                        "reject and quarantine")
                    .orElse(OnInvalid.REJECT)));
    return ApiResponse.of(
            201,
            JSON,
            JsonDocument.bytes(
                JsonDocument.newObject()
                    .put("uploadId", opened.id().value())
                    .put("url", absolute(request, opened.url()).toString())
                    .put("expiresAt", opened.expires().toString())))
        .with("location", "/v1/datasets/" + dataset + "/receipts/" + opened.id());
  }

  private static UploadFormat format(String contentType) {
    String mediaType = MediaTypes.base(contentType);
    return UploadFormat.parse(mediaType)
        .orElseThrow(() ->
            new Problem.UnsupportedMediaType(
                    CONTENT_TYPE,
                    shown(mediaType),
                    FORMATS,
                    mediaType.equals(JSON)
                        ? "a JSON document is one piece; send its records as NDJSON, one a line"
                        : "")
                .exception());
  }

  private static UploadCoding coding(RequestBody body, UploadFormat format) {
    UploadCoding coding = coding(body);
    if (format == UploadFormat.PARQUET && coding != UploadCoding.IDENTITY) {
      throw new Problem.UnsupportedMediaType(
              CONTENT_ENCODING,
              coding.label(),
              List.of(UploadCoding.IDENTITY.label()),
              "a Parquet file compresses its pages itself, and is read by ranges")
          .exception();
    }
    return coding;
  }

  private static UploadCoding coding(RequestBody body) {
    return body.text(CONTENT_ENCODING)
        .map(text ->
            UploadCoding.parse(text.trim().toLowerCase(Locale.ROOT))
                .orElseThrow(() ->
                    new Problem.UnsupportedMediaType(CONTENT_ENCODING, shown(text), CODINGS)
                        .exception()))
        .orElse(UploadCoding.IDENTITY);
  }

  /// What is no text has no character encoding, whatever its media type says.
  private static Optional<Charset> charset(String contentType, UploadFormat format) {
    return format.isText()
        ? TextEncoding.of(MediaTypes.parameter(contentType, "charset").map(UploadsEndpoint::shown))
            .other()
        : Optional.empty();
  }

  private static String shown(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  /// A store without a server of its own has its objects where the API is; the request says where
  /// that is.
  private static URI absolute(ApiRequest request, URI url) {
    Optional<String> host = request.header("host").filter(text -> HOST.matcher(text).matches());
    if (url.isAbsolute() || host.isEmpty()) {
      return url;
    }
    String scheme =
        request.header("x-forwarded-proto").filter("http"::equals).isPresent() ? "http" : "https";
    return URI.create(scheme + "://" + host.get() + "/").resolve(url);
  }
}
