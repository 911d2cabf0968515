package dev.tarn.ingest.upload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.DatasetGrants;
import dev.tarn.access.Principal;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.Upload;
import dev.tarn.ingest.UploadCoding;
import dev.tarn.ingest.UploadFormat;
import dev.tarn.job.JobId;
import dev.tarn.label.Labelled;
import dev.tarn.table.BatchId;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What an upload's job is to do, as JSON.
final class UploadJson {
  private UploadJson() {}

  /// `upload` but for what the job's id says. Of its writer there is what rows they may write: the
  /// claims given.
  static String write(Upload upload) {
    ObjectNode document = JsonDocument.newObject();
    document.put("contentType", upload.format().mediaType());
    document.put("contentEncoding", upload.coding().label());
    upload.charset().ifPresent(charset -> document.put("charset", charset.name()));
    document.put("onInvalid", upload.onInvalid().label());
    ObjectNode writer = document.putObject("writer");
    writer.put("subject", upload.writer().subject());
    writer.put("allRows", upload.writer().rows() == Principal.Rows.ALL);
    ObjectNode claims = writer.putObject("claims");
    for (String claim : new TreeSet<>(upload.writer().claims().keySet())) {
      ArrayNode values = claims.putArray(claim);
      new TreeSet<>(upload.writer().claims().getOrDefault(claim, Set.of())).forEach(values::add);
    }
    return new String(JsonDocument.bytes(document), StandardCharsets.UTF_8);
  }

  /// The upload that is the job `id`, whose request [#write] wrote.
  static Upload read(JobId id, String request) {
    ObjectNode document = JsonDocument.object(request.getBytes(StandardCharsets.UTF_8));
    return new Upload(
        id.dataset(),
        new BatchId(id.name()),
        known(UploadFormat.parse(document.path("contentType").asText()), id),
        known(UploadCoding.parse(document.path("contentEncoding").asText()), id),
        Optional.ofNullable(document.path("charset").textValue()).map(Charset::forName),
        known(
            Labelled.parse(IngestRequest.OnInvalid.values(), document.path("onInvalid").asText()),
            id),
        writer(document.path("writer")));
  }

  private static <T> T known(Optional<T> value, JobId id) {
    return value.orElseThrow(() -> new IllegalStateException("the request of " + id + " is none"));
  }

  private static Principal writer(JsonNode node) {
    Map<String, Set<String>> claims = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> claim : node.path("claims").properties()) {
      Set<String> values = new LinkedHashSet<>();
      claim.getValue().forEach(value -> values.add(value.asText()));
      claims.put(claim.getKey(), values);
    }
    return new Principal(
        node.path("subject").asText(),
        Set.of(),
        DatasetGrants.NONE,
        claims,
        node.path("allRows").asBoolean() ? Principal.Rows.ALL : Principal.Rows.BY_CLAIM);
  }
}
