package dev.tarn.ingest.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.BatchOwners;
import dev.tarn.job.JobId;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.table.BatchId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Documents in which S3 tells that objects were put: through EventBridge (Amazon S3 User Guide,
/// "EventBridge event message structure"), or as its own notifications ("Event message structure"),
/// in which keys are encoded as forms have them.
final class FileEvents {
  private static final String CREATED = "ObjectCreated:";
  private static final int MOST_RECORDS = 1_000;

  /// What S3 allows.
  private static final int LONGEST_KEY = 1_024;

  /// Where the lake begins in its bucket is no matter here: the job that is named has its file in
  /// the lake, wherever that is.
  private static final Pattern UPLOAD = Pattern.compile("(?:.*/)?uploads/([^/]+)/([^/]+)");

  private FileEvents() {}

  /// The keys that were put, as they are; none where `document` tells of something else that S3
  /// tells of. Throws [Problem.MalformedRequest] with the place where it is neither document.
  static List<String> keys(byte[] document) {
    ObjectNode event = JsonDocument.object(document);
    if (event.has("detail-type")) {
      return bridged(event);
    }
    if (event.has("Records")) {
      return notified(event.path("Records"));
    }
    if (event.path("Event").asText().equals("s3:TestEvent")) {
      return List.of();
    }
    throw malformed("", "the event is of neither S3 nor EventBridge");
  }

  private static List<String> bridged(ObjectNode event) {
    if (!event.path("source").asText().equals("aws.s3")) {
      throw malformed("/source", "the event is not of aws.s3");
    }
    return event.path("detail-type").asText().equals("Object Created")
        ? List.of(key(event.path("detail").path("object").path("key"), "/detail/object/key"))
        : List.of();
  }

  private static List<String> notified(JsonNode records) {
    if (!records.isArray() || records.size() > MOST_RECORDS) {
      throw malformed("/Records", "the event has no array of up to " + MOST_RECORDS + " records");
    }
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      JsonNode record = records.get(i);
      if (!record.path("eventSource").asText().equals("aws:s3")) {
        throw malformed("/Records/" + i + "/eventSource", "the record is not of aws:s3");
      }
      if (record.path("eventName").asText().startsWith(CREATED)) {
        String at = "/Records/" + i + "/s3/object/key";
        keys.add(decoded(key(record.path("s3").path("object").path("key"), at), at));
      }
    }
    return keys;
  }

  private static String key(JsonNode node, String at) {
    // An encoded character takes three.
    if (!node.isTextual() || node.asText().isEmpty() || node.asText().length() > 3 * LONGEST_KEY) {
      throw malformed(at, "there is no key of an object there");
    }
    return node.asText();
  }

  private static String decoded(String key, String at) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed(at, "the key has a '%' that begins no encoded character");
    }
  }

  private static ProblemException malformed(String pointer, String detail) {
    return new Problem.MalformedRequest(detail, Optional.of(Place.pointer(pointer))).exception();
  }

  /// The job of the upload whose file is at `key`; empty if no upload could have it there.
  static Optional<JobId> job(String key) {
    Matcher parts = UPLOAD.matcher(key);
    return parts.matches() && BatchId.isValid(parts.group(2))
        ? DatasetName.parse(parts.group(1))
            .flatMap(dataset ->
                Optional.of(new BatchId(parts.group(2)))
                    .filter(BatchOwners::isUpload)
                    .map(id -> Uploads.job(dataset, id)))
        : Optional.empty();
  }
}
