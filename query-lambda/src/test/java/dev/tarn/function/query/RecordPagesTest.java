package dev.tarn.function.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.function.query.QueryLake.Answer;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.StoreUsage;
import dev.tarn.store.memory.MemoryStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `GET /v1/datasets/{dataset}/records` against what SQL answers over the same data.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordPagesTest {
  private static final String FIELDS =
      """
      , {"name": "id", "type": "int"}
      , {"name": "net", "type": ["null", "string"], "default": null}
      , {"name": "magnitude", "type": ["null", "double"], "default": null}
      , {"name": "small", "type": ["null", "float"], "default": null}
      , {"name": "felt", "type": ["null", "int"], "default": null}
      , {"name": "amount", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}], "default": null}
      , {"name": "day", "type": {"type": "int", "logicalType": "date"}}
      , {"name": "clock", "type": {"type": "long", "logicalType": "time-micros"}}
      , {"name": "uid", "type": {"type": "string", "logicalType": "uuid"}}
      , {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["ON", "OFF"]}}
      , {"name": "alarm", "type": "boolean"}
      , {"name": "limit", "type": "int"}
      , {"name": "tags", "type": {"type": "array", "items": "string"}}
      , {"name": "attrs", "type": {"type": "map", "values": "int"}}
      , {"name": "place", "type": ["null", {"type": "record", "name": "Place", "fields": [
          {"name": "name", "type": "string"}, {"name": "depth", "type": ["null", "int"]}]}], "default": null}
      """;

  private static final List<String> NAMES =
      List.of("Chile", "off Chile, north", "100% sure", "a_b", "axb", "back\\slash", "star*", "");

  private final Random random = new Random(11);
  private int ids;
  private final Path scratch;
  private final QueryLake lake;

  RecordPagesTest(@TempDir Path scratch) {
    this.scratch = scratch;
    lake = new QueryLake(scratch, 64L << 20);
    lake.define("quakes", FIELDS);
    for (int batch = 0; batch < 3; batch++) {
      lake.ingest("quakes", records(30));
    }
  }

  /// Records of few different values, so that many tie and some are the same.
  private String records(int count) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          """
          {"id": %d, "time": "2026-01-0%dT0%d:00:00.00000%dZ", "net": %s, "magnitude": %s, "small": %s, "felt": %s, "amount": %s, "day": "2026-02-0%d", "clock": "0%d:00:00", "uid": "00000000-0000-0000-0000-00000000000%d", "kind": "%s", "alarm": %b, "limit": %d, "tags": %s, "attrs": %s, "place": %s}
          """
              .formatted(
                  ids++,
                  1 + random.nextInt(3),
                  random.nextInt(2),
                  random.nextInt(2),
                  oneOf("null", "\"us\"", "\"ak\"", "\"é\""),
                  oneOf("null", "5.5", "-1.25", "\"NaN\"", "0.0", "-0.0"),
                  oneOf("null", "0.1", "2"),
                  oneOf("null", "3", "-7"),
                  oneOf("null", "1.10", "-20.05"),
                  1 + random.nextInt(2),
                  random.nextInt(2),
                  random.nextInt(2),
                  oneOf("ON", "OFF"),
                  random.nextBoolean(),
                  random.nextInt(2),
                  oneOf("[]", "[\"a\"]", "[\"a\", \"b\"]"),
                  oneOf("{}", "{\"k\": 1}"),
                  oneOf(
                      "null",
                      "{\"name\": \"%s\", \"depth\": %s}"
                          .formatted(
                              NAMES.get(random.nextInt(NAMES.size())).replace("\\", "\\\\"),
                              oneOf("null", "10")))));
    }
    return lines.toString();
  }

  private String oneOf(String... values) {
    return values[random.nextInt(values.length)];
  }

  private static List<String> rows(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    List<String> rows = new ArrayList<>();
    answer.json().path("rows").forEach(row -> rows.add(row.toString()));
    return rows;
  }

  /// Column, condition, and the same in SQL.
  private static final List<String> CONDITIONS =
      List.of(
          "magnitude | eq.5.5 | magnitude = 5.5",
          "magnitude | neq.5.5 | magnitude <> 5.5",
          "magnitude | gt.0 | magnitude > 0",
          "magnitude | not.gt.0 | NOT magnitude > 0",
          "small | eq.0.1 | small = 0.1::FLOAT",
          "felt | gte.3 | felt >= 3",
          "felt | lt.3 | felt < 3",
          "amount | lte.1.1 | amount <= 1.1",
          "amount | in.(1.1,-20.05) | amount IN (1.1, -20.05)",
          "net | in.(us,ak) | net IN ('us', 'ak')",
          "net | not.in.(us,ak) | net NOT IN ('us', 'ak')",
          "net | is.null | net IS NULL",
          "net | not.is.null | net IS NOT NULL",
          "alarm | is.true | alarm",
          "kind | eq.ON | kind = 'ON'",
          "kind | like.O*F | kind LIKE 'O%F'",
          "day | gt.2026-02-01 | day > DATE '2026-02-01'",
          "clock | eq.01:00:00 | clock = TIME '01:00:00'",
          "uid | eq.00000000-0000-0000-0000-000000000001 | uid ="
              + " '00000000-0000-0000-0000-000000000001'",
          "time | gte.2026-01-02T00:00:00Z | time >= '2026-01-02 00:00:00+00'",
          "event_date | eq.2026-01-02 | event_date = DATE '2026-01-02'",
          "place.depth | eq.10 | place.depth = 10",
          "place.name | like.*Chile* | place.name LIKE '%Chile%'",
          "place.name | not.like.*Chile* | place.name NOT LIKE '%Chile%'",
          "place.name | like.100%* | starts_with(place.name, '100%')",
          "place.name | like.a_b | place.name = 'a_b'",
          "place.name | like.star\\* | place.name = 'star*'",
          "place.name | like.back\\\\slash | place.name = 'back\\slash'",
          "place.name | in.(\"off Chile, north\",a_b) | place.name IN ('off Chile, north', 'a_b')",
          "\"limit\" | eq.1 | \"limit\" = 1");

  @Test
  void conditionsAreWhatSqlHas() {
    String ids =
        CONDITIONS.stream()
            .map(each -> "list(id ORDER BY id) FILTER (WHERE " + each.split(" \\| ", -1)[2] + ")")
            .collect(Collectors.joining(", "));
    JsonNode expected = lake.sql("SELECT " + ids + " FROM quakes").json().path("rows").get(0);

    for (int i = 0; i < CONDITIONS.size(); i++) {
      String[] parts = CONDITIONS.get(i).split(" \\| ", -1);
      Answer answer =
          lake.records(
              "quakes", parts[0], parts[1], "select", "id", "order", "id", "limit", "10000");
      List<String> rows = rows(answer);
      assertThat(rows).as(CONDITIONS.get(i)).isNotEmpty();
      assertThat("[" + String.join(",", rows).replaceAll("[\\[\\]]", "") + "]")
          .as(CONDITIONS.get(i))
          .isEqualTo(expected.get(i).toString());
      assertThat(answer.json().has("next")).isFalse();
    }
  }

  @Test
  void fieldsOfRecordsAreSelectedByTheirPaths() {
    Answer answer = lake.records("quakes", "select", "place.name", "order", "place.depth");

    assertThat(answer.json().at("/columns/0/name").asText()).isEqualTo("place.name");
  }

  @Test
  void severalConditionsAndTheTimeRangeHoldTogether() {
    List<String> expected =
        rows(
            lake.sql(
                "SELECT magnitude FROM quakes WHERE magnitude >= -1.25 AND magnitude < 5 AND net ="
                    + " 'us' AND time >= '2026-01-01 00:00:00.000001+00' AND time < '2026-01-03"
                    + " 00:00:00+00' ORDER BY magnitude DESC"));

    Answer answer =
        lake.records(
            "quakes",
            "magnitude",
            "gte.-1.25",
            "net",
            "eq.us",
            "magnitude",
            "lt.5",
            "from",
            "2026-01-01T00:00:00.000001Z",
            "to",
            "2026-01-03T00:00:00Z",
            "select",
            "magnitude",
            "order",
            "magnitude.desc");

    assertThat(rows(answer).stream().map(RecordPagesTest::zero))
        .isNotEmpty()
        .containsExactlyElementsOf(expected.stream().map(RecordPagesTest::zero).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-|-|11",
        "-|time.desc|9",
        "net|net|12",
        "net,alarm|magnitude.desc|17",
        "tags,attrs,place|felt.desc,net|17",
        "-|small,amount.desc,kind|50",
        "uid,day,clock|day.desc,clock,uid.desc|13",
        "place.name|place.depth,alarm|14",
        "time|event_date.desc,time|180",
        "magnitude|magnitude|12",
      })
  void pagesNeitherMissNorRepeat(String select, String order, int limit) {
    List<String> parameters = new ArrayList<>(List.of("limit", Integer.toString(limit)));
    Optional.ofNullable(select).ifPresent(text -> parameters.addAll(List.of("select", text)));
    Optional.ofNullable(order).ifPresent(text -> parameters.addAll(List.of("order", text)));
    parameters.addAll(List.of("alarm", "is.true"));
    String columns = select == null ? "* EXCLUDE (event_date)" : select;
    List<String> expected = rows(lake.sql("SELECT " + columns + " FROM quakes WHERE alarm"));

    List<String> paged = new ArrayList<>();
    String cursor = "";
    long version = -1;
    do {
      List<String> asked = new ArrayList<>(parameters);
      if (!cursor.isEmpty()) {
        asked.addAll(List.of("cursor", cursor));
      }
      Answer page = lake.records("quakes", asked.toArray(String[]::new));
      List<String> rows = rows(page);
      assertThat(rows).hasSizeBetween(1, limit);
      paged.addAll(rows);
      JsonNode body = page.json();
      long read = body.at("/stats/version/quakes").asLong();
      assertThat(version).isIn(-1L, read);
      version = read;
      cursor = body.path("next").asText("");
      assertThat(page.header("x-tarn-next")).isEqualTo(cursor);
      // What comes meanwhile is not seen.
      if (paged.size() < 3 * limit) {
        lake.ingest("quakes", records(5));
      }
    } while (!cursor.isEmpty());

    assertThat(paged.stream().map(RecordPagesTest::zero))
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(RecordPagesTest::zero).toList());
    if (order != null) {
      String by =
          order
              .replace(".desc", " DESC NULLS LAST")
              .replaceAll("(?<=^|,)((?:place\\.)?\\w+)(?=,|$)", "$1 NULLS LAST");
      List<String> keys =
          rows(
              lake.query(
                  "{\"sql\": \"SELECT %s FROM quakes WHERE alarm ORDER BY %s\", \"asOf\": {\"quakes\": %d}}"
                      .formatted(order.replace(".desc", ""), by, version)));
      assertThat(keys).hasSameSizeAs(paged);
      if (order.equals(select) || order.equals("time.desc")) {
        for (int i = 0; i < keys.size(); i++) {
          assertThat(zero(paged.get(i))).startsWith(zero(keys.get(i)).replaceAll("]$", ""));
        }
      }
    }
  }

  /// SQL knows one zero, and orders both as one.
  private static String zero(String row) {
    return row.replace("-0.0", "0.0");
  }

  @Test
  void aPageReadsNoFilesThatThePagesBeforeItWereOf() {
    Answer first = lake.records("quakes", "order", "time.desc", "limit", "75");
    Answer second =
        lake.records(
            "quakes",
            "order",
            "time.desc",
            "limit",
            "75",
            "cursor",
            first.json().path("next").asText());

    assertThat(second.json().at("/stats/filesScanned").asInt())
        .isLessThan(second.json().at("/stats/filesTotal").asInt());
  }

  @Test
  void aPageListsItsTableOnceAndTellsAllThatItTook() {
    QueryLake counted = new QueryLake(scratch, 64L << 20);
    counted.define("few", "");
    counted.ingest("few", "{\"time\": \"2026-01-01T00:00:00Z\"}");
    counted.ingest("few", "{\"time\": \"2026-01-02T00:00:00Z\"}");
    String cursor = counted.records("few", "limit", "1").json().path("next").asText();

    assertThat(rows(assertListedOnce(counted, "limit", "1"))).hasSize(1);
    assertThat(rows(assertListedOnce(counted, "limit", "1", "cursor", cursor))).hasSize(1);
    counted.ingest("few", "{\"time\": \"2026-01-03T00:00:00Z\"}");
    assertThat(rows(assertListedOnce(counted, "limit", "5", "cursor", cursor))).hasSize(1);
    assertThat(rows(assertListedOnce(counted, "limit", "5"))).hasSize(3);
  }

  private static Answer assertListedOnce(QueryLake counted, String... parameters) {
    StoreUsage before = counted.store.usage();
    Answer page = counted.records("few", parameters);
    StoreUsage asked = counted.store.usage().minus(before);

    assertThat(page.status()).as(page.text()).isEqualTo(200);
    assertThat(asked.lists()).isEqualTo(1);
    assertThat(page.json().at("/stats/listRequests").asLong()).isEqualTo(1);
    assertThat(page.json().at("/stats/requests").asLong()).isEqualTo(asked.requests());
    return page;
  }

  @Test
  void otherFormatsTellTheNextPageInAHeader() {
    String query = QueryLake.queryOf("limit", "2", "select", "time");
    Answer csv =
        lake.call("GET /v1/datasets/{dataset}/records", "quakes", query, "", "accept", "text/csv");

    assertThat(csv.status()).isEqualTo(200);
    assertThat(csv.text().lines()).hasSize(3);
    assertThat(csv.text()).startsWith("time\r\n2026-01-01T");
    assertThat(csv.header("x-tarn-next")).isNotEmpty();
    assertThat(csv.header("x-tarn-stats")).contains("\"rows\":2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "colour | eq.red | /colour",
        "magnitude | 5 | /magnitude",
        "magnitude | gte.big | /magnitude",
        "magnitude | like.5* | /magnitude",
        "magnitude | ilike.5* | /magnitude",
        "uid | eq.1 | /uid",
        "place.colour | eq.red | /place.colour",
        "net | in.(\"us) | /net",
        "select | colour | /select",
        "select | time,time | /select",
        "select | tags.x | /select",
        "order | tags.desc | /order",
        "order | time.sideways | /order",
        "order | time,time.desc | /order",
        "from | yesterday | /from",
        "cursor | x | /cursor",
        "cursor | `` | /cursor",
      })
  void whatDoesNotFitIsNamedByItsPlace(String parameter, String value, String pointer) {
    Answer answer = lake.records("quakes", parameter, value);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.json().path("pointer").asText()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10001", "many"})
  void aLimitIsAWholeNumberInRange(String limit) {
    assertThat(lake.records("quakes", "limit", limit).status()).isEqualTo(400);
  }

  @Test
  void aCursorIsGoodAsItWasGivenAndForItsRequestAlone() {
    String cursor = lake.records("quakes", "limit", "3").json().path("next").asText();

    assertThat(lake.records("quakes", "limit", "5", "cursor", cursor).status()).isEqualTo(200);
    for (int i = 0; i < cursor.length(); i += 3) {
      String mangled =
          cursor.substring(0, i) + (cursor.charAt(i) == 'A' ? 'B' : 'A') + cursor.substring(i + 1);
      Answer answer = lake.records("quakes", "limit", "3", "cursor", mangled);
      assertThat(answer.status()).as(answer.text()).isEqualTo(400);
      assertThat(answer.json().path("pointer").asText()).isEqualTo("/cursor");
    }
    for (String other : List.of("net", "select")) {
      Answer answer =
          lake.records("quakes", other, other.equals("net") ? "eq.us" : "net", "cursor", cursor);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.json().path("detail").asText()).contains("another request");
    }
  }

  @Test
  void aCursorWhoseVersionIsNoMoreSaysSo() {
    MemoryStore objects = new MemoryStore(Clock.systemUTC());
    String cursor = filled(objects).records("gone", "limit", "1").json().path("next").asText();
    objects.delete(
        objects.list("", Optional.empty()).objects().stream().map(ObjectSummary::key).toList());

    Answer anew = filled(objects).records("gone", "limit", "1", "cursor", cursor);

    assertThat(anew.status()).as(anew.text()).isEqualTo(404);
    assertThat(anew.json().path("type").asText()).endsWith("unknown-version");
  }

  private QueryLake filled(MemoryStore objects) {
    QueryLake gone = new QueryLake(objects, scratch, 64L << 20);
    gone.define("gone", "");
    gone.ingest(
        "gone", "{\"time\": \"2026-01-01T00:00:00Z\"}\n{\"time\": \"2026-01-02T00:00:00Z\"}");
    return gone;
  }

  @Test
  void anUnknownDatasetIsNotFound() {
    assertThat(lake.records("nothing").status()).isEqualTo(404);
  }
}
