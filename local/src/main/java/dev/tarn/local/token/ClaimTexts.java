package dev.tarn.local.token;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// A token's claims in the texts that API Gateway makes of them for a function: arrays as their
/// elements in brackets with spaces between, objects as `map[name:value]`.
final class ClaimTexts {
  private ClaimTexts() {}

  /// All claims of the object but those that are null.
  static Map<String, String> of(JsonNode claims) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> claim : claims.properties()) {
      if (!claim.getValue().isNull()) {
        texts.put(claim.getKey(), text(claim.getValue()));
      }
    }
    return texts;
  }

  private static String text(JsonNode value) {
    StringBuilder text = new StringBuilder();
    append(value, text);
    return text.toString();
  }

  private static void append(JsonNode value, StringBuilder text) {
    if (value.isArray()) {
      String separator = "[";
      for (JsonNode element : value) {
        text.append(separator);
        append(element, text);
        separator = " ";
      }
      text.append(value.isEmpty() ? "[]" : "]");
    } else if (value.isObject()) {
      String separator = "map[";
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        text.append(separator).append(field.getKey()).append(':');
        append(field.getValue(), text);
        separator = " ";
      }
      text.append(value.isEmpty() ? "map[]" : "]");
    } else {
      text.append(value.asText());
    }
  }
}
