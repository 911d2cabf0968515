package dev.tarn.export.stored;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.access.DatasetGrants;
import dev.tarn.access.Principal;
import dev.tarn.api.json.JsonDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Who asked for an export, in the form in which its job and its schedule keep them: their name,
/// the datasets that they may read and it reads, and which claims of theirs stand for all rows.
public final class CreatorJson {
  private CreatorJson() {}

  /// `creator`, who is one [Principal#forAllRowsOf], as a JSON object.
  public static ObjectNode node(Principal creator) {
    ObjectNode node = JsonDocument.newObject();
    node.put("subject", creator.subject());
    ArrayNode datasets = node.putArray("datasets");
    creator.datasets().texts().forEach(datasets::add);
    ArrayNode claims = node.putArray("unboundedClaims");
    new TreeSet<>(creator.claims().keySet()).forEach(claims::add);
    node.put("allRows", creator.rows() == Principal.Rows.ALL);
    return node;
  }

  /// What [#node] wrote. Requests that were kept before creators were have somebody who may read
  /// all datasets, but of those with row access no rows.
  public static Principal read(JsonNode node) {
    if (node.isMissingNode()) {
      return new Principal(
          "", Set.of(), DatasetGrants.ALL, Map.of(), Principal.Rows.WHOLE_OR_REFUSED);
    }
    List<String> datasets = new ArrayList<>();
    node.path("datasets").forEach(grant -> datasets.add(grant.asText()));
    Map<String, Set<String>> claims = new LinkedHashMap<>();
    node.path("unboundedClaims")
        .forEach(claim -> claims.put(claim.asText(), Set.of(Principal.EVERY_VALUE)));
    return new Principal(
        node.path("subject").asText(),
        Set.of(),
        DatasetGrants.parse(datasets),
        claims,
        node.path("allRows").asBoolean() ? Principal.Rows.ALL : Principal.Rows.WHOLE_OR_REFUSED);
  }
}
