package dev.tarn.compaction.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.compaction.CompactionResult;
import java.nio.charset.StandardCharsets;

/// What compactions did, as a job keeps it.
final class CompactionJson {
  private CompactionJson() {}

  /// `result` as a JSON document.
  static String write(CompactionResult result) {
    ObjectNode document = JsonDocument.newObject();
    document.put("merges", result.merges());
    document.put("filesBefore", result.filesBefore());
    document.put("filesAfter", result.filesAfter());
    document.put("bytesBefore", result.bytesBefore());
    document.put("bytesAfter", result.bytesAfter());
    document.put("rows", result.rows());
    document.put("conflicts", result.conflicts());
    document.put("leftAlone", result.leftAlone());
    return new String(JsonDocument.bytes(document), StandardCharsets.UTF_8);
  }

  /// What [#write] wrote; nothing done for an empty text.
  static CompactionResult read(String json) {
    if (json.isEmpty()) {
      return CompactionResult.NONE;
    }
    ObjectNode document = JsonDocument.object(json.getBytes(StandardCharsets.UTF_8));
    return new CompactionResult(
        document.path("merges").asInt(),
        document.path("filesBefore").asLong(),
        document.path("filesAfter").asLong(),
        document.path("bytesBefore").asLong(),
        document.path("bytesAfter").asLong(),
        document.path("rows").asLong(),
        document.path("conflicts").asInt(),
        document.path("leftAlone").asInt(),
        true);
  }
}
