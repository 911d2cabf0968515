package dev.tarn.ingest.work;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.api.json.RequestBody;
import dev.tarn.dataset.DatasetName;
import dev.tarn.ingest.ReplayRequest;
import dev.tarn.ingest.ReplayResult;
import dev.tarn.query.ColumnFilter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a replay is asked for, as JSON: `{"where": {"code": "eq.unknown"}, "batchId": "…"}`, of
/// which either may be left out.
public final class ReplayJson {
  private static final String WHERE = "where";
  private static final String BATCH = "batchId";
  private static final int MOST_CONDITIONS = 100;

  private ReplayJson() {}

  /// The request that a client's `body` holds, about the rejected records of `dataset`. Throws
  /// [dev.tarn.problem.Problem.MalformedRequest], with the place, where it is none.
  public static ReplayRequest parse(DatasetName dataset, byte[] body) {
    RequestBody fields = RequestBody.read(body, List.of(WHERE, BATCH));
    List<ColumnFilter> where = new ArrayList<>();
    JsonNode conditions = fields.node(WHERE);
    if (!conditions.isMissingNode() && !conditions.isObject()) {
      throw RequestBody.refused(WHERE, "where must be an object of conditions by column");
    }
    for (Map.Entry<String, JsonNode> column : conditions.properties()) {
      if (!column.getValue().isTextual() || where.size() == MOST_CONDITIONS) {
        throw RequestBody.refused(
            WHERE,
            "where has " + MOST_CONDITIONS + " conditions at most, each a string as \"eq.type\"");
      }
      where.add(new ColumnFilter(column.getKey(), column.getValue().asText(), "/" + WHERE));
    }
    ReplayRequest request = new ReplayRequest(where, fields.text(BATCH));
    var _ = request.predicate(dataset);
    return request;
  }

  /// `request` as a document that [#parse] reads.
  public static String write(ReplayRequest request) {
    ObjectNode document = JsonDocument.newObject();
    ObjectNode where = document.putObject(WHERE);
    request.where().forEach(filter -> where.put(filter.column(), filter.condition()));
    request.batch().ifPresent(batch -> document.put(BATCH, batch));
    return new String(JsonDocument.bytes(document), StandardCharsets.UTF_8);
  }

  /// How much was done, as the job's progress and result have it.
  static String write(ReplayResult result) {
    return "{\"replayed\":" + result.replayed() + ",\"rejected\":" + result.rejected() + "}";
  }

  /// What [#write] wrote; nothing done for an empty text.
  static ReplayResult result(String progress) {
    if (progress.isEmpty()) {
      return ReplayResult.NONE;
    }
    JsonNode node = JsonDocument.object(progress.getBytes(StandardCharsets.UTF_8));
    return new ReplayResult(node.path("replayed").asLong(), node.path("rejected").asLong());
  }
}
