package dev.tarn.local.backend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.ingest.sqs.SqsRecordsFunction;
import java.util.Map;
import java.util.TreeMap;

/// The attributes of a message as one text, which the queue keeps with it: its dataset's name if
/// that is all, and else an object of JSON.
final class MessageAttributes {
  private static final JsonMapper MAPPER = new JsonMapper();

  private MessageAttributes() {}

  static String write(Map<String, String> attributes) {
    String dataset = attributes.getOrDefault(SqsRecordsFunction.DATASET, "");
    if (attributes.size() == 1 && !dataset.startsWith("{")) {
      return dataset;
    }
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(attributes));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written as JSON", e);
    }
  }

  /// Throws [JsonProcessingException] for a text that [#write] did not write.
  static Map<String, String> read(String text) throws JsonProcessingException {
    return text.startsWith("{")
        ? MAPPER.readValue(text, new TypeReference<TreeMap<String, String>>() {})
        : Map.of(SqsRecordsFunction.DATASET, text);
  }
}
