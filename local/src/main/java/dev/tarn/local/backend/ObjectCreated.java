package dev.tarn.local.backend;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.dataset.DatasetName;
import dev.tarn.job.JobId;
import dev.tarn.job.JobKind;
import dev.tarn.local.gateway.ObjectArrivals;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectSummary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An event of S3, "Object Created", as EventBridge has it (Amazon S3 User Guide, "EventBridge
/// event message structure").
final class ObjectCreated {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String ACCOUNT = "000000000000";
  private static final Pattern UPLOAD = Pattern.compile("uploads/([^/]+)/([^/]+)");

  private ObjectCreated() {}

  /// The event of an object that arrived in `bucket` at `time`.
  static String document(String bucket, ObjectArrivals.Arrival arrival, Instant time) {
    ObjectSummary object = arrival.object();
    ObjectNode event = MAPPER.createObjectNode();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("detail-type", "Object Created");
    event.put("source", "aws.s3");
    event.put("account", ACCOUNT);
    event.put("time", time.truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("region", "local");
    event.putArray("resources").add("arn:aws:s3:::" + bucket);
    ObjectNode detail = event.putObject("detail");
    detail.put("version", "0");
    detail.putObject("bucket").put("name", bucket);
    detail
        .putObject("object")
        .put("key", object.key().value())
        .put("size", object.size())
        .put("etag", object.etag().value().replace("\"", ""))
        .put("sequencer", sequencer(time));
    detail.put("request-id", arrival.requestId());
    detail.put("requester", ACCOUNT);
    detail.put("source-ip-address", arrival.sourceIp());
    detail.put("reason", "PutObject");
    return event.toString();
  }

  /// Of two events of one object, the later has the greater one.
  private static String sequencer(Instant time) {
    long nanos =
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
    return HexFormat.of().withUpperCase().toHexDigits(nanos);
  }

  /// The job of the upload that the object of `document` is the file of, if it is one of an upload.
  static Optional<JobId> upload(String document) {
    try {
      return upload(new ObjectKey(MAPPER.readTree(document).at("/detail/object/key").asText()));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The job of the upload whose file is at `key`, if that is the key of one.
  static Optional<JobId> upload(ObjectKey key) {
    Matcher parts = UPLOAD.matcher(key.value());
    try {
      return parts.matches()
          ? DatasetName.parse(parts.group(1))
              .map(dataset -> new JobId(dataset, JobKind.UPLOAD, parts.group(2)))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
