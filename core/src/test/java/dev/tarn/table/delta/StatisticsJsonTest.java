package dev.tarn.table.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.table.ColumnStatistics;
import dev.tarn.table.FileStatistics;
import dev.tarn.table.Literal;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class StatisticsJsonTest {
  private static final Schema SCHEMA =
      new Schema.Parser()
          .parse(
              """
              {"type": "record", "name": "R", "fields": [
                {"name": "t", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                {"name": "d", "type": ["null", {"type": "int", "logicalType": "date"}]},
                {"name": "n", "type": ["null", "int"]},
                {"name": "l", "type": "long"},
                {"name": "f", "type": "float"},
                {"name": "x", "type": "double"},
                {"name": "s", "type": "string"},
                {"name": "b", "type": "boolean"},
                {"name": "m", "type": {"type": "bytes", "logicalType": "decimal",
                                       "precision": 20, "scale": 2}},
                {"name": "p", "type": ["null", {"type": "record", "name": "P", "fields": [
                  {"name": "lat", "type": "double"}]}]}]}
              """);

  private static FileStatistics roundTrip(FileStatistics statistics) {
    return StatisticsJson.read(StatisticsJson.write(statistics, SCHEMA), SCHEMA);
  }

  private static FileStatistics of(String column, Literal min, Literal max) {
    return new FileStatistics(
        3,
        Map.of(
            column, new ColumnStatistics(Optional.of(min), Optional.of(max), OptionalLong.of(1))));
  }

  @Test
  void exactTypesComeBackAsTheyWere() {
    for (FileStatistics statistics :
        new FileStatistics[] {
          of("n", new Literal.OfLong(-5), new Literal.OfLong(7)),
          of("l", new Literal.OfLong(Long.MIN_VALUE), new Literal.OfLong(Long.MAX_VALUE)),
          of("x", new Literal.OfDouble(-0.1), new Literal.OfDouble(1e300)),
          of("f", new Literal.OfDouble(0.1f), new Literal.OfDouble(0.3f)),
          of("s", new Literal.OfString(""), new Literal.OfString("\"é\ud83d\ude00\n")),
          of(
              "m",
              new Literal.OfDecimal(new BigDecimal("-12345678901234567.89")),
              new Literal.OfDecimal(new BigDecimal("0.10"))),
          of(
              "d",
              new Literal.OfDate(LocalDate.of(1, 1, 1)),
              new Literal.OfDate(LocalDate.of(9999, 12, 31))),
          of("p.lat", new Literal.OfDouble(-90), new Literal.OfDouble(90))
        }) {
      assertThat(roundTrip(statistics)).isEqualTo(statistics);
    }
  }

  @Test
  void aFloatIsWrittenAsTheDoubleItEquals() {
    String json =
        StatisticsJson.write(
            of("f", new Literal.OfDouble(0.1f), new Literal.OfDouble(0.1f)), SCHEMA);
    assertThat(json).contains("\"f\":0.10000000149011612");
  }

  @Test
  void timestampsAreWidenedToWholeMilliseconds() {
    FileStatistics read =
        roundTrip(of("t", new Literal.OfTimestamp(-1_500), new Literal.OfTimestamp(1_000_001)));
    ColumnStatistics column = Objects.requireNonNull(read.columns().get("t"));
    assertThat(column.min()).contains(new Literal.OfTimestamp(-2_000));
    assertThat(column.max())
        .hasValueSatisfying(max ->
            assertThat(((Literal.OfTimestamp) max).micros()).isBetween(1_000_001L, 1_002_999L));
  }

  @Test
  void boundsThatJsonOrOtherReadersCannotHoldAreLeftOut() {
    for (FileStatistics statistics :
        new FileStatistics[] {
          of(
              "x",
              new Literal.OfDouble(Double.NEGATIVE_INFINITY),
              new Literal.OfDouble(Double.POSITIVE_INFINITY)),
          of("b", new Literal.OfBoolean(false), new Literal.OfBoolean(true)),
          of("t", new Literal.OfTimestamp(Long.MIN_VALUE), new Literal.OfTimestamp(Long.MAX_VALUE)),
          of(
              "d",
              new Literal.OfDate(LocalDate.of(0, 1, 1)),
              new Literal.OfDate(LocalDate.of(10000, 1, 1)))
        }) {
      assertThat(roundTrip(statistics).columns().values())
          .singleElement()
          .returns(Optional.empty(), ColumnStatistics::min)
          .returns(Optional.empty(), ColumnStatistics::max)
          .returns(OptionalLong.of(1), ColumnStatistics::nulls);
    }
  }

  @Test
  void whatIsNotUnderstoodIsLeftOutButTheRowCountIsNeeded() {
    FileStatistics read =
        StatisticsJson.read(
            """
            {"numRecords": 2, "minValues": {"n": "x", "t": "yesterday", "s": 3, "l": 1e30, "p": 4},
             "maxValues": null, "tightBounds": true}
            """,
            SCHEMA);
    assertThat(read).isEqualTo(new FileStatistics(2, Map.of()));
    for (String broken : new String[] {"{}", "[", "{\"numRecords\": \"2\"}"}) {
      assertThatThrownBy(() -> StatisticsJson.read(broken, SCHEMA))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
