package dev.tarn.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPage;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Answers requests for single objects and listings from a store, in the form that S3 answers them
/// in (Amazon S3 API reference: `GetObject`, `HeadObject`, `PutObject`, `ListObjectsV2`), and sends
/// nothing. Other operations, and listings with a delimiter or from a token on, are answered as not
/// implemented. Nobody's signature is looked at.
final class AnsweringHttpClient implements SdkHttpClient {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private final ObjectStore objects;

  /// What the path has before a key.
  private final String base;

  AnsweringHttpClient(ObjectStore objects, S3StoreConfiguration configuration) {
    this.objects = objects;
    this.base = configuration.pathStyle() ? "/" + configuration.bucket() + "/" : "/";
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return answer(request);
      }

      @Override
      public void abort() {
        // The answer is there at once.
      }
    };
  }

  @Override
  public void close() {
    // There is no connection.
  }

  private HttpExecuteResponse answer(HttpExecuteRequest execution) throws IOException {
    SdkHttpRequest request = execution.httpRequest();
    String path = request.getUri().getPath();
    Optional<ObjectKey> key =
        path.length() > base.length()
            ? Optional.of(new ObjectKey(path.substring(base.length())))
            : Optional.empty();
    try {
      return switch (request.method()) {
        case GET -> key.isPresent() ? get(key.get(), request) : list(request);
        case HEAD -> key.isPresent() ? head(key.get()) : notImplemented();
        case PUT -> key.isPresent() ? put(key.get(), execution) : notImplemented();
        case DELETE, POST, PATCH, OPTIONS -> notImplemented();
      };
    } catch (ObjectNotFoundException e) {
      return error(404, "NoSuchKey");
    }
  }

  private HttpExecuteResponse get(ObjectKey key, SdkHttpRequest request) {
    StoredObject object = objects.get(key);
    byte[] bytes = object.bytes();
    Optional<String> expected = request.firstMatchingHeader("If-Match");
    if (expected.isPresent() && !expected.get().equals(object.summary().etag().value())) {
      return error(412, "PreconditionFailed");
    }
    Optional<Matcher> range =
        request.firstMatchingHeader("Range").map(RANGE::matcher).filter(Matcher::matches);
    if (range.isEmpty()) {
      SdkHttpFullResponse.Builder answer = described(object.summary());
      if (request.firstMatchingHeader("x-amz-checksum-mode").isPresent()) {
        answer.putHeader("x-amz-checksum-crc32", S3Contents.crc32(bytes));
      }
      return response(answer.statusCode(200), bytes);
    }
    String from = range.get().group(1);
    String to = range.get().group(2);
    long first =
        from.isEmpty() ? Math.max(0, bytes.length - Long.parseLong(to)) : Long.parseLong(from);
    long last =
        from.isEmpty() || to.isEmpty()
            ? bytes.length - 1
            : Math.min(Long.parseLong(to), bytes.length - 1);
    if (first >= bytes.length || last < first) {
      return error(416, "InvalidRange");
    }
    byte[] part = Arrays.copyOfRange(bytes, (int) first, (int) last + 1);
    return response(
        described(object.summary())
            .putHeader("Content-Range", "bytes " + first + "-" + last + "/" + bytes.length)
            .statusCode(206),
        part);
  }

  private HttpExecuteResponse head(ObjectKey key) {
    ObjectSummary summary = objects.head(key).orElseThrow(() -> new ObjectNotFoundException(key));
    return HttpExecuteResponse.builder()
        .response(
            described(summary)
                .putHeader("Content-Length", Long.toString(summary.size()))
                .statusCode(200)
                .build())
        .build();
  }

  private HttpExecuteResponse put(ObjectKey key, HttpExecuteRequest execution) throws IOException {
    byte[] content = new byte[0];
    Optional<ContentStreamProvider> body = execution.contentStreamProvider();
    if (body.isPresent()) {
      try (InputStream in = body.get().newStream()) {
        content = in.readAllBytes();
      }
    }
    SdkHttpRequest request = execution.httpRequest();
    Optional<String> expected = request.firstMatchingHeader("If-Match");
    PutResult result;
    if (request.firstMatchingHeader("If-None-Match").isPresent()) {
      result = objects.putIfAbsent(key, content);
    } else if (expected.isPresent()) {
      result = objects.putIfMatch(key, content, new ETag(expected.get()));
    } else {
      result = new PutResult.Stored(objects.put(key, content));
    }
    return switch (result) {
      case PutResult.Stored(ObjectSummary summary) ->
          response(described(summary).statusCode(200), new byte[0]);
      case PutResult.ConditionFailed() -> error(412, "PreconditionFailed");
    };
  }

  private HttpExecuteResponse list(SdkHttpRequest request) {
    if (request.firstMatchingRawQueryParameter("delimiter").isPresent()
        || request.firstMatchingRawQueryParameter("continuation-token").isPresent()) {
      return notImplemented();
    }
    ObjectPage page =
        objects.list(
            request.firstMatchingRawQueryParameter("prefix").orElse(""),
            request.firstMatchingRawQueryParameter("start-after"));
    StringBuilder xml =
        new StringBuilder("<ListBucketResult><IsTruncated>")
            .append(page.more())
            .append("</IsTruncated>");
    for (ObjectSummary object : page.objects()) {
      xml.append("<Contents><Key>")
          .append(object.key().value().replace("&", "&amp;").replace("<", "&lt;"))
          .append("</Key><LastModified>")
          .append(object.lastModified())
          .append("</LastModified><ETag>")
          .append(object.etag().value())
          .append("</ETag><Size>")
          .append(object.size())
          .append("</Size></Contents>");
    }
    byte[] body = xml.append("</ListBucketResult>").toString().getBytes(UTF_8);
    return response(
        SdkHttpFullResponse.builder().putHeader("Content-Type", "application/xml").statusCode(200),
        body);
  }

  private static SdkHttpFullResponse.Builder described(ObjectSummary object) {
    return SdkHttpFullResponse.builder()
        .putHeader("ETag", object.etag().value())
        .putHeader("Last-Modified", date(object.lastModified()))
        .putHeader("Date", date(object.lastModified()));
  }

  private static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }

  private static HttpExecuteResponse notImplemented() {
    return error(501, "NotImplemented");
  }

  private static HttpExecuteResponse error(int status, String code) {
    byte[] body = ("<Error><Code>" + code + "</Code></Error>").getBytes(UTF_8);
    return response(
        SdkHttpFullResponse.builder()
            .putHeader("Content-Type", "application/xml")
            .statusCode(status),
        body);
  }

  private static HttpExecuteResponse response(SdkHttpFullResponse.Builder head, byte[] body) {
    return HttpExecuteResponse.builder()
        .response(head.putHeader("Content-Length", Integer.toString(body.length)).build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }
}
