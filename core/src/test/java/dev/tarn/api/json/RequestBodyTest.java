package dev.tarn.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
  private static final String DEEP = "{\"text\": " + "[".repeat(100);

  private static RequestBody read(String json) {
    return RequestBody.read(
        json.getBytes(StandardCharsets.UTF_8), List.of("text", "time", "list", "number"));
  }

  private static Optional<Integer> number(String text) {
    return text.matches("[0-9]{1,3}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }

  private static void refused(String pointer, String detail, ThrowingCallable reading) {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(reading)
        .satisfies(e -> {
          assertThat(e.problem()).isInstanceOf(Problem.MalformedRequest.class);
          assertThat(((Problem.MalformedRequest) e.problem()).place())
              .contains(Place.pointer(pointer));
          assertThat(e.problem().detail()).contains(detail);
        });
  }

  @Test
  void fieldsAreReadByTheirNames() {
    RequestBody body =
        read(
            """
            {"text": "a", "time": "2026-01-31T01:00:00+01:00", "list": ["1", "2"], "number": "7"}
            """);

    assertThat(body.text("text")).contains("a");
    assertThat(body.instant("time")).contains(Instant.parse("2026-01-31T00:00:00Z"));
    assertThat(body.list("list", RequestBodyTest::number, "numbers")).contains(List.of(1, 2));
    assertThat(body.parsed("number", RequestBodyTest::number, "a number")).contains(7);
  }

  @Test
  void fieldsThatAreNotThereAreEmpty() {
    for (RequestBody body : List.of(read(""), read("{}"))) {
      assertThat(body.text("text")).isEmpty();
      assertThat(body.instant("time")).isEmpty();
      assertThat(body.list("list", RequestBodyTest::number, "numbers")).isEmpty();
      assertThat(body.parsed("number", RequestBodyTest::number, "a number")).isEmpty();
    }
  }

  @Test
  void anotherFieldIsRefusedByItsName() {
    refused("/other", "there is text, time, list, number", () -> read("{\"other\": 1}"));
    refused("/a~1b~0c", "'a/b~c'", () -> read("{\"a/b~c\": 1}"));
  }

  @Test
  void aValueOfAnotherTypeIsRefused() {
    for (String value : List.of("1", "null", "true", "[]", "{}", "\"\"", "\" \"")) {
      refused("/text", "text", () -> read("{\"text\": " + value + "}").text("text"));
    }
  }

  @Test
  void aValueThatDoesNotFitIsToldWithWhatDoes() {
    refused(
        "/number",
        "number takes a number, not 'x'",
        () -> read("{\"number\": \"x\"}").parsed("number", RequestBodyTest::number, "a number"));
    for (String time :
        List.of("2026-01-31", "2026-01-31T00:00:00", "2026-02-30T00:00:00Z", "now")) {
      refused("/time", time, () -> read("{\"time\": \"" + time + "\"}").instant("time"));
    }
  }

  @Test
  void aListTakesOneOrMoreOfWhatFits() {
    for (String list : List.of("[]", "\"1\"", "{\"1\": 1}", "null", "[1]", "[\"x\"]", "[null]")) {
      refused(
          "/list",
          "numbers",
          () -> read("{\"list\": " + list + "}").list("list", RequestBodyTest::number, "numbers"));
    }
  }

  @Test
  void whatIsNoObjectIsRefused() {
    for (String json :
        List.of("[]", "{", "1", "{} {}", "{\"text\": \"a\", \"text\": \"b\"}", DEEP)) {
      assertThatExceptionOfType(ProblemException.class)
          .isThrownBy(() -> read(json))
          .satisfies(e ->
              assertThat(e.problem().detail())
                  .doesNotContain("jackson")
                  .doesNotContainPattern("[a-z][A-Z]|[A-Z]_[A-Z]|`|\\[Source"));
    }
  }
}
