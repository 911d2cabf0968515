package dev.tarn.local.conformance;

import dev.tarn.api.Operation;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What IAM would be asked about a request (Service Authorization Reference; for copies and
/// deletions of several, Amazon S3 API Reference, "CopyObject" and "DeleteObjects").
///
/// @param place the bucket or the queue; empty where the action has neither
/// @param path the object's key, or the prefix that is listed
record ActionCalled(Operation.Function function, String action, String place, String path) {
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  /// The actions of `call`, with which it reaches S3.
  ///
  /// @param buckets the names of places by the buckets'
  static List<ActionCalled> ofS3(
      Operation.Function function, Call call, Map<String, String> buckets) {
    String[] parts = call.path().substring(1).split("/", 2);
    String place = buckets.getOrDefault(parts[0], "another bucket");
    String key = parts.length == 2 ? parts[1] : "";
    Map<String, String> query = call.query();
    if (key.isEmpty()) {
      if (call.method().equals("GET") && query.containsKey("list-type")) {
        return List.of(
            new ActionCalled(function, "s3:ListBucket", place, query.getOrDefault("prefix", "")));
      }
      if (call.method().equals("POST") && query.containsKey("delete")) {
        return KEY.matcher(call.text())
            .results()
            .map(each -> new ActionCalled(function, "s3:DeleteObject", place, each.group(1)))
            .toList();
      }
      return List.of(new ActionCalled(function, "unknown: " + call, place, ""));
    }
    ActionCalled put = new ActionCalled(function, "s3:PutObject", place, key);
    return switch (call.method()) {
      case "GET", "HEAD" -> List.of(new ActionCalled(function, "s3:GetObject", place, key));
      case "PUT" ->
          call.header("x-amz-copy-source")
              .map(source -> List.of(copied(function, source, buckets), put))
              .orElse(List.of(put));
      case "POST" -> List.of(put);
      case "DELETE" ->
          List.of(
              new ActionCalled(
                  function,
                  query.containsKey("uploadId") ? "s3:AbortMultipartUpload" : "s3:DeleteObject",
                  place,
                  key));
      default -> List.of(new ActionCalled(function, "unknown: " + call, place, key));
    };
  }

  private static ActionCalled copied(
      Operation.Function function, String source, Map<String, String> buckets) {
    String decoded = URLDecoder.decode(source.replace("+", "%2B"), StandardCharsets.UTF_8);
    String[] parts = decoded.replaceFirst("^/", "").split("/", 2);
    return new ActionCalled(
        function, "s3:GetObject", buckets.getOrDefault(parts[0], "another bucket"), parts[1]);
  }

  /// The action of a call of another service.
  static ActionCalled of(Operation.Function function, Service service, Call call) {
    return switch (service) {
      case SQS -> new ActionCalled(function, "sqs:" + target(call), "jobs", "");
      case ATHENA -> new ActionCalled(function, "athena:" + target(call), "", "");
      case CLOUDWATCH -> {
        Matcher action = Pattern.compile("(?:^|&)Action=(\\w+)").matcher(call.text());
        yield new ActionCalled(
            function, "cloudwatch:" + (action.find() ? action.group(1) : call), "", "");
      }
      case S3 -> throw new IllegalArgumentException("S3 is asked for several at once");
    };
  }

  private static String target(Call call) {
    return call.header("x-amz-target").orElse("").replaceFirst("^.*\\.", "");
  }
}
