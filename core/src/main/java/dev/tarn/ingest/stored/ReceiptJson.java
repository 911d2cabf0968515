package dev.tarn.ingest.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.api.json.ProblemJson;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.Receipt;
import dev.tarn.label.Labelled;
import dev.tarn.table.BatchId;
import java.time.Instant;
import java.util.Optional;

/// Receipts as JSON, in the form in which they are answered and kept.
public final class ReceiptJson {
  private ReceiptJson() {}

  /// `receipt` as a JSON document in UTF-8.
  public static byte[] write(Receipt receipt) {
    ObjectNode document = JsonDocument.newObject();
    document.put("batchId", receipt.batch().value());
    document.put("dataset", receipt.dataset().value());
    document.put("status", receipt.status().label());
    document.put("version", receipt.version());
    document.put("accepted", receipt.accepted());
    document.put("rejected", receipt.rejected());
    document.put("files", receipt.files());
    document.put("bytes", receipt.bytes());
    receipt.firstEventTime().ifPresent(time -> document.put("firstEventTime", time.toString()));
    receipt.lastEventTime().ifPresent(time -> document.put("lastEventTime", time.toString()));
    document.set("reasons", ProblemJson.reasons(receipt.reasons()));
    receipt
        .failure()
        .ifPresent(failure ->
            document.set("problem", ProblemJson.document(failure.code(), failure.detail())));
    return JsonDocument.bytes(document);
  }

  /// What [#write] wrote of a batch that has not failed; no others are kept.
  static Receipt read(byte[] json) {
    ObjectNode document = JsonDocument.object(json);
    return new Receipt(
        new BatchId(document.path("batchId").asText()),
        new DatasetName(document.path("dataset").asText()),
        status(document.path("status").asText(Receipt.Status.COMMITTED.label())),
        document.path("version").asLong(),
        document.path("accepted").asLong(),
        document.path("rejected").asLong(),
        document.path("files").asInt(),
        document.path("bytes").asLong(),
        time(document.path("firstEventTime")),
        time(document.path("lastEventTime")),
        ProblemJson.rejected(document.path("reasons")));
  }

  private static Receipt.Status status(String label) {
    return Labelled.parse(Receipt.Status.values(), label)
        .orElseThrow(() -> new IllegalArgumentException("'" + label + "' is no status"));
  }

  private static Optional<Instant> time(JsonNode node) {
    return node.isMissingNode() ? Optional.empty() : Optional.of(Instant.parse(node.asText()));
  }
}
