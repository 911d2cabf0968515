package dev.tarn.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tarn.dataset.DatasetDefinition;
import dev.tarn.dataset.DatasetName;
import dev.tarn.dataset.RowAccess;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DefinitionJsonTest {
  private static final DatasetName NAME = new DatasetName("readings");

  private static final String SCHEMA =
      """
      {"type":"record","name":"Reading","namespace":"acme.plant","doc":"one \\"reading\\"",\
      "aliases":["Measure"],"unit":{"si":true},"fields":[\
      {"name":"time","type":{"type":"long","logicalType":"timestamp-micros"},"order":"descending"},\
      {"name":"tenant","type":"string"},\
      {"name":"price","type":["null",{"type":"bytes","logicalType":"decimal","precision":38,"scale":9}],"default":null},\
      {"name":"big","type":"long","default":9223372036854775807},\
      {"name":"small","type":"double","default":-1.5E-300},\
      {"name":"at","type":{"type":"record","name":"Place","fields":[{"name":"lat","type":"float"}]},"default":{"lat":1.5}},\
      {"name":"back","type":["null","Place"],"default":null},\
      {"name":"id","type":{"type":"fixed","name":"Id","size":16,"logicalType":"uuid"}},\
      {"name":"raw","type":"bytes","default":"\\u0000\\u00ff"},\
      {"name":"mood","type":{"type":"enum","name":"Mood","symbols":["GOOD","BAD"],"default":"BAD"},"aliases":["m"]}]}\
      """;

  private static final String FULL =
      """
      {"rowAccess":{"claim":"org","column":"tenant"},"description":"Readings – \\u00e9 \\ud83c\\udf0b",
       "retentionDays":365,"clusterBy":["tenant","big"],"eventTime":"time","schema":%s}\
      """
          .formatted(SCHEMA);

  @Test
  void aRequestIsReadWithAllItsFields() {
    DatasetDefinition definition = parse(FULL);

    assertThat(definition.name()).isEqualTo(NAME);
    assertThat(definition.schema().getFullName()).isEqualTo("acme.plant.Reading");
    assertThat(definition.schema().getFields()).hasSize(10);
    assertThat(definition.eventTime()).isEqualTo("time");
    assertThat(definition.clusterBy()).containsExactly("tenant", "big");
    assertThat(definition.retentionDays()).hasValue(365);
    assertThat(definition.description()).contains("Readings – é 🌋");
    assertThat(definition.rowAccess()).contains(new RowAccess("tenant", "org"));
    assertThat(definition.schemaVersion()).isEqualTo(1);
  }

  @Test
  void whatIsLeftOutOrNullIsNotThere() {
    DatasetDefinition least = parse("{\"schema\":%s,\"eventTime\":\"time\"}".formatted(SCHEMA));
    DatasetDefinition nulls =
        parse(
            """
            {"schema":%s,"eventTime":"time","clusterBy":null,"retentionDays":null,
             "description":null,"rowAccess":null}\
            """
                .formatted(SCHEMA));

    assertThat(least.clusterBy()).isEmpty();
    assertThat(least.retentionDays()).isEmpty();
    assertThat(least.description()).isEmpty();
    assertThat(least.rowAccess()).isEmpty();
    assertThat(DefinitionJson.write(nulls)).isEqualTo(DefinitionJson.write(least));
  }

  @Test
  void theStoredFormIsReadBackExactly() {
    DatasetDefinition definition = parse(FULL).withSchemaVersion(7);

    String stored = DefinitionJson.write(definition);
    DatasetDefinition again = DefinitionJson.read(NAME, stored);

    assertThat(again).isEqualTo(definition);
    assertThat(again.schema().toString()).isEqualTo(definition.schema().toString());
    assertThat(DefinitionJson.write(again)).isEqualTo(stored);
  }

  @Test
  void theStoredFormHasAFixedOrder() {
    assertThat(DefinitionJson.write(parse(FULL)))
        .startsWith("{\"schema\":{\"type\":\"record\",")
        .endsWith(
            ",\"eventTime\":\"time\",\"clusterBy\":[\"tenant\",\"big\"],\"retentionDays\":365,"
                + "\"description\":\"Readings – é 🌋\","
                + "\"rowAccess\":{\"column\":\"tenant\",\"claim\":\"org\"},\"schemaVersion\":1}");
  }

  @Test
  void theEtagIsStrongAndQuotedAndLeavesTheSchemaVersionOut() {
    DatasetDefinition definition = parse(FULL);

    assertThat(DefinitionJson.etag(definition)).matches("\"[0-9a-f]{32}\"");
    assertThat(DefinitionJson.etag(definition.withSchemaVersion(9)))
        .isEqualTo(DefinitionJson.etag(definition));
  }

  @Test
  void theEtagChangesWithEachPart() {
    DatasetDefinition base = parse(FULL);
    List<DatasetDefinition> others =
        List.of(
            parse(FULL.replace("one \\\"reading\\\"", "a reading")),
            parse(FULL.replace("\"Measure\"", "\"Measured\"")),
            with(base, "big", base.clusterBy(), base.retentionDays(), base.description()),
            with(base, "time", List.of("big", "tenant"), base.retentionDays(), base.description()),
            with(base, "time", base.clusterBy(), OptionalInt.of(366), base.description()),
            with(base, "time", base.clusterBy(), OptionalInt.empty(), base.description()),
            with(base, "time", base.clusterBy(), base.retentionDays(), Optional.of("")),
            parse(FULL.replace("\"org\"", "\"tenant\"")));

    assertThat(others.stream().map(DefinitionJson::etag))
        .doesNotHaveDuplicates()
        .doesNotContain(DefinitionJson.etag(base));
  }

  @Test
  void aStoredDocumentThatIsNotUnderstoodIsNotGuessedAt() {
    String stored = DefinitionJson.write(parse(FULL));

    for (String damaged :
        List.of(
            stored.substring(0, stored.length() - 1),
            stored.replace(",\"schemaVersion\":1", ""),
            stored.replace("\"schemaVersion\":1", "\"schemaVersion\":\"1\""),
            stored.replace("\"schemaVersion\":1", "\"schemaVersion\":1,\"encryption\":true"),
            stored.replace("\"eventTime\":\"time\",", ""),
            stored.replace("\"type\":\"float\"", "\"type\":\"flaot\""))) {
      assertThatIllegalStateException()
          .as(damaged)
          .isThrownBy(() -> DefinitionJson.read(NAME, damaged));
    }
  }

  private static DatasetDefinition parse(String json) {
    return DefinitionJson.parseRequest(NAME, json.getBytes(StandardCharsets.UTF_8));
  }

  private static DatasetDefinition with(
      DatasetDefinition base,
      String eventTime,
      List<String> clusterBy,
      OptionalInt retentionDays,
      Optional<String> description) {
    return new DatasetDefinition(
        base.name(),
        base.schema(),
        eventTime,
        clusterBy,
        retentionDays,
        description,
        base.rowAccess(),
        base.schemaVersion());
  }
}
