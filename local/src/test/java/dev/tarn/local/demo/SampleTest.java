package dev.tarn.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SampleTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Sample sample = Sample.load();

  @Test
  void itHolds1707RecordsInBatches() {
    List<Sample.Batch> batches = sample.batches(300);
    assertThat(sample.size()).isEqualTo(1707);
    assertThat(batches)
        .extracting(batch -> batch.records().size())
        .containsExactly(300, 300, 300, 300, 300, 207);
    assertThat(batches).extracting(Sample.Batch::key).doesNotHaveDuplicates();
    assertThat(new String(batches.get(5).body(), UTF_8).lines()).hasSize(207);
  }

  @Test
  void itsDefinitionHasTheFieldsOfItsRecordsAndTakesTheirNulls() throws Exception {
    Set<String> fields = new HashSet<>();
    Set<String> nullable = new HashSet<>();
    for (JsonNode field : MAPPER.readTree(sample.definition()).at("/schema/fields")) {
      fields.add(field.path("name").asText());
      if (field.path("type").isArray()) {
        nullable.add(field.path("name").asText());
      }
    }
    Set<String> nulls = new HashSet<>();
    for (String line : records()) {
      JsonNode record = MAPPER.readTree(line);
      Set<String> names = new HashSet<>();
      for (Map.Entry<String, JsonNode> value : record.properties()) {
        names.add(value.getKey());
        if (value.getValue().isNull()) {
          nulls.add(value.getKey());
        }
      }
      assertThat(names).isEqualTo(fields);
    }
    assertThat(nullable).isEqualTo(nulls);
  }

  private List<String> records() {
    List<String> records = new ArrayList<>();
    sample.batches(1000).forEach(batch -> records.addAll(batch.records()));
    return records;
  }
}
