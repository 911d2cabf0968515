package dev.tarn.local.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ResultTableTest {
  private static final String ANSWER =
      """
      {"columns": [{"name": "place", "type": "VARCHAR"}, {"name": "quakes", "type": "BIGINT"},
                   {"name": "strongest", "type": "DOUBLE"}],
       "rows": [["Alaska", 1234, 6.5], ["Utah", 7, null], [null, 0, -0.25]]}
      """;

  @Test
  void columnsAreAlignedAndNumbersStandToTheRight() throws Exception {
    assertThat(printed(ANSWER, false, 80))
        .isEqualTo(
            """
            place    quakes  strongest
            varchar  bigint     double
            Alaska     1234        6.5
            Utah          7       NULL
            NULL          0      -0.25
            """);
  }

  @Test
  void aResultWithoutRowsShowsItsColumns() throws Exception {
    assertThat(
            printed(
                "{\"columns\": [{\"name\": \"a\", \"type\": \"INTEGER\"}], \"rows\": []}",
                false,
                80))
        .isEqualTo("      a\ninteger\n");
  }

  @Test
  void nestedValuesAreShownAsJson() throws Exception {
    assertThat(
            printed(
                "{\"columns\": [{\"name\": \"a\", \"type\": \"INTEGER[]\"}], \"rows\": [[[1, 2]]]}",
                false,
                80))
        .endsWith("[1,2]\n");
  }

  @Test
  void onATerminalLongTextIsCutToTheWidth() throws Exception {
    String answer =
        """
        {"columns": [{"name": "long", "type": "VARCHAR"}, {"name": "n", "type": "INTEGER"}],
         "rows": [["%s", 1]]}
        """
            .formatted("x".repeat(200));
    assertThat(printed(answer, true, 50).lines())
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(50))
        .last()
        .asString()
        .matches("x+…  +1");
    assertThat(printed(answer, false, 50)).contains("x".repeat(200));
  }

  @Test
  void dataCannotSteerTheTerminal() throws Exception {
    String answer =
        """
        {"columns": [{"name": "a\\u001b[2J", "type": "VARCHAR"}],
         "rows": [["\\u001b[31mred\\u0007\\r\\n\\u202e"]]}
        """;
    assertThat(printed(answer, true, 80))
        .contains("\\u001b[31mred\\u0007\\r\\n\\u202e")
        .contains("a\\u001b[2J")
        .doesNotContain("\u001b", "\u0007", "\r", "\u202e");
  }

  @Test
  void wideCharactersTakeTwoColumns() throws Exception {
    String answer =
        """
        {"columns": [{"name": "a", "type": "VARCHAR"}, {"name": "b", "type": "VARCHAR"}],
         "rows": [["日本", "x"], ["abcdefg", "y"]]}
        """;
    assertThat(printed(answer, false, 80)).contains("日本     x\n").contains("abcdefg  y\n");
  }

  private static String printed(String answer, boolean interactive, int width)
      throws JsonProcessingException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(new PrintStream(out, true, UTF_8), interactive, false, width);
    new ResultTable(new JsonMapper().readTree(answer)).print(terminal, "");
    return out.toString(UTF_8);
  }
}
