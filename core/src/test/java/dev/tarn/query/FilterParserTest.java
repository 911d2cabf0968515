package dev.tarn.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.table.Literal;
import dev.tarn.table.Predicate;
import dev.tarn.table.Predicate.Comparison;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterParserTest {
  private static final DatasetDefinition DEFINITION =
      new DatasetDefinition(
          new DatasetName("quakes"),
          new Schema.Parser()
              .parse(
                  """
                  {"type": "record", "name": "Quake", "fields": [
                    {"name": "time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
                    {"name": "magnitude", "type": ["null", "double"]},
                    {"name": "net", "type": "string"},
                    {"name": "felt", "type": ["int", "null"]},
                    {"name": "tsunami", "type": "boolean"},
                    {"name": "day", "type": {"type": "int", "logicalType": "date"}},
                    {"name": "price", "type": {"type": "bytes", "logicalType": "decimal",
                                               "precision": 9, "scale": 2}},
                    {"name": "tags", "type": {"type": "array", "items": "string"}}]}
                  """),
          "time",
          List.of(),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          1);

  @Test
  void starsStandForAnyTextAndNothingElseDoes() {
    assertThat(parse("net", "like.*Chile*")).isEqualTo(like("%Chile%"));
    assertThat(parse("net", "like.100%_x")).isEqualTo(like("100\\%\\_x"));
    assertThat(parse("net", "like.\\*\\\\*")).isEqualTo(like("*\\\\%"));
    assertThat(parse("net", "not.like.a*")).isEqualTo(new Predicate.Like("net", "a%", true));
    assertThat(new Predicate.Like("net", "a\\%b%c", false).prefix()).isEqualTo("a%b");
  }

  private static Predicate like(String pattern) {
    return new Predicate.Like("net", pattern, false);
  }

  @Test
  void notTurnsAConditionAround() {
    assertThat(parse("felt", "not.lt.3"))
        .isEqualTo(compare("felt", Comparison.GREATER_OR_EQUAL, new Literal.OfLong(3)));
    assertThat(parse("felt", "not.is.null")).isEqualTo(new Predicate.IsNotNull("felt"));
    assertThat(parse("felt", "not.in.(1,2)"))
        .isEqualTo(
            new Predicate.And(
                List.of(
                    compare("felt", Comparison.NOT_EQUAL, new Literal.OfLong(1)),
                    compare("felt", Comparison.NOT_EQUAL, new Literal.OfLong(2)))));
  }

  @Test
  void quotedValuesOfInHoldCommas() {
    assertThat(parse("net", "in.(\"a,b\",c,\"\\\"\")"))
        .isEqualTo(
            new Predicate.In(
                "net",
                List.of(
                    new Literal.OfString("a,b"),
                    new Literal.OfString("c"),
                    new Literal.OfString("\""))));
  }

  @Test
  void conditionsTakeTheColumnsType() {
    assertThat(parse("magnitude", "gte.5"))
        .isEqualTo(compare("magnitude", Comparison.GREATER_OR_EQUAL, new Literal.OfDouble(5)));
    assertThat(parse("net", "eq.a.b"))
        .isEqualTo(compare("net", Comparison.EQUAL, new Literal.OfString("a.b")));
    assertThat(parse("felt", "lt.-3"))
        .isEqualTo(compare("felt", Comparison.LESS, new Literal.OfLong(-3)));
    assertThat(parse("tsunami", "neq.true"))
        .isEqualTo(compare("tsunami", Comparison.NOT_EQUAL, new Literal.OfBoolean(true)));
    assertThat(parse("day", "lte.2026-02-28"))
        .isEqualTo(
            compare(
                "day", Comparison.LESS_OR_EQUAL, new Literal.OfDate(LocalDate.of(2026, 2, 28))));
    assertThat(parse("event_date", "gt.2026-02-28"))
        .isEqualTo(
            compare(
                "event_date", Comparison.GREATER, new Literal.OfDate(LocalDate.of(2026, 2, 28))));
    assertThat(parse("price", "eq.1.50"))
        .isEqualTo(
            compare("price", Comparison.EQUAL, new Literal.OfDecimal(new BigDecimal("1.50"))));
    assertThat(parse("time", "gt.1970-01-01T01:00:00.000001+01:00"))
        .isEqualTo(compare("time", Comparison.GREATER, new Literal.OfTimestamp(1)));
    assertThat(parse("net", "in.(us,uw)"))
        .isEqualTo(
            new Predicate.In(
                "net", List.of(new Literal.OfString("us"), new Literal.OfString("uw"))));
    assertThat(parse("felt", "is.null")).isEqualTo(new Predicate.IsNull("felt"));
    assertThat(parse("felt", "is.notnull")).isEqualTo(new Predicate.IsNotNull("felt"));
  }

  @ParameterizedTest
  @CsvSource({
    "nothing, eq.1",
    "magnitude, 5",
    "magnitude, about.5",
    "magnitude, eq.five",
    "magnitude, eq.NaN",
    "felt, eq.99999999999",
    "tsunami, eq.yes",
    "day, eq.2026-02-30",
    "time, gt.2026-01-01",
    "net, in.us",
    "net, is.us",
    "tags, eq.a",
  })
  void whatDoesNotFitIsRefusedWithItsPlace(String column, String condition) {
    Problem problem =
        assertThatExceptionOfType(ProblemException.class)
            .isThrownBy(() -> parse(column, condition))
            .actual()
            .problem();

    assertThat(problem.place().orElseThrow().pointer()).contains("/filters/quakes/" + column);
  }

  private static Predicate compare(String column, Comparison comparison, Literal literal) {
    return new Predicate.Compare(column, comparison, literal);
  }

  private static Predicate parse(String column, String condition) {
    return new FilterParser(DEFINITION)
        .parse(new ColumnFilter(column, condition, "/filters/quakes/" + column));
  }
}
