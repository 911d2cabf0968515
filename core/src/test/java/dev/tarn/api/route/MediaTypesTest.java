package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MediaTypesTest {
  private static final List<String> OFFERED = List.of("application/json", "application/x-ndjson");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                                             | application/json",
        "''                                              | application/json",
        "application/*                                   | application/json",
        "application/x-ndjson                            | application/x-ndjson",
        "application/json;q=0.5, application/x-ndjson    | application/x-ndjson",
        "text/html, */*;q=0.1                            | application/json",
        "application/json;q=0, */*                       | application/x-ndjson",
        "APPLICATION/JSON; charset=utf-8                 | application/json",
        "text/html                                       | NONE",
        "application/json;q=0                            | NONE",
      })
  void theBestLikedTypeIsChosen(String accept, String expected) {
    assertThat(MediaTypes.accepted(accept, OFFERED).orElse("NONE")).isEqualTo(expected);
  }
}
