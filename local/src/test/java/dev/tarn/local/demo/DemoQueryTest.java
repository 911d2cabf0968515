package dev.tarn.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoQueryTest {
  private static final DemoQuery QUERY =
      new DemoQuery("", List.of(), false, json("[[\"a\", 6, null], [\"b\", 0.5, true]]"));

  @Test
  void thereAreFourWithRows() {
    assertThat(DemoQuery.load())
        .hasSize(4)
        .allSatisfy(query -> {
          assertThat(query.title()).isNotBlank();
          assertThat(query.sql()).isNotEmpty();
          assertThat(query.rows()).isNotEmpty();
        });
  }

  @Test
  void theSameRowsDoNotDifferHoweverTheirNumbersAreWritten() {
    assertThat(QUERY.difference(json("[[\"a\", 6.0, null], [\"b\", 5e-1, true]]"))).isEmpty();
  }

  @Test
  void anotherValueIsToldWithItsRow() {
    assertThat(QUERY.difference(json("[[\"a\", 6, null], [\"b\", 0.51, true]]")))
        .hasValueSatisfying(text -> assertThat(text).startsWith("row 2 is [\"b\",0.51,true]"));
    assertThat(QUERY.difference(json("[[\"a\", \"6\", null], [\"b\", 0.5, true]]"))).isPresent();
    assertThat(QUERY.difference(json("[[\"a\", 6, 0], [\"b\", 0.5, true]]"))).isPresent();
  }

  @Test
  void missingRowsAndColumnsAreTold() {
    assertThat(QUERY.difference(json("[[\"a\", 6, null]]"))).contains("1 rows instead of 2");
    assertThat(QUERY.difference(json("[[\"a\", 6], [\"b\", 0.5, true]]"))).isPresent();
    assertThat(QUERY.difference(json("{}"))).isPresent();
  }

  private static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
