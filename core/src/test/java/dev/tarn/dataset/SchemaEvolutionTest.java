package dev.tarn.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.dataset.SchemaEvolution.Outcome;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaEvolutionTest {
  private static final String RECORD =
      "{'type':'record','name':'S','fields':[{'name':'s','type':'int'},%s]}";

  @Test
  void theSameDefinitionIsNoChange() {
    DatasetDefinition definition =
        Definitions.with(",'description':'d'", "{'name':'f','type':'int'}");

    assertThat(SchemaEvolution.check(definition, definition.withSchemaVersion(4)))
        .isEqualTo(new Outcome.Unchanged());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",'description':'other'",
        ",'retentionDays':10",
        ",'clusterBy':['f']",
        ",'rowAccess':{'column':'f','claim':'c'}"
      })
  void whatIsBesideTheSchemaMayChangeFreely(String others) {
    String field = "{'name':'f','type':'string'}";
    DatasetDefinition full =
        Definitions.with(
            ",'description':'d','retentionDays':9,'clusterBy':['time'],'rowAccess':{'column':'f','claim':'o'}",
            field);

    assertThat(SchemaEvolution.check(full, Definitions.with(others, field)))
        .isEqualTo(new Outcome.Compatible(false));
    assertThat(SchemaEvolution.check(Definitions.with(others, field), full))
        .isEqualTo(new Outcome.Compatible(false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'int'    | 'long'",
        "'int'    | 'float'",
        "'int'    | 'double'",
        "'long'   | 'float'",
        "'long'   | 'double'",
        "'float'  | 'double'",
        "'int'    | ['null','int']",
        "'int'    | ['long','null']",
        "['null','int'] | ['int','null']",
        "['null','int'] | ['double','null']",
        "'null'   | ['null','string']",
        "{'type':'array','items':'int'} | {'type':'array','items':['null','long']}",
        "{'type':'map','values':'float'} | {'type':'map','values':'double'}",
        "{'type':'enum','name':'E','symbols':['A','B']} |"
            + " {'type':'enum','name':'E','symbols':['C','B','A'],'default':'C'}",
        "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2} |"
            + " ['null',{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}]",
        "{'type':'string','avro.java.string':'String'} | 'string'",
      })
  void aTypeMayGrow(String from, String to) {
    assertCompatible(Definitions.withType(from), Definitions.withType(to));
    assertCompatible(
        Definitions.withType(RECORD.formatted("{'name':'n','type':%s}".formatted(from))),
        Definitions.withType(RECORD.formatted("{'name':'n','type':%s}".formatted(to))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'long'   | 'int'    | field 'f' is long and cannot become int",
        "'double' | 'float'  | field 'f' is double and cannot become float",
        "'float'  | 'long'   | field 'f' is float and cannot become long",
        "'int'    | 'string' | field 'f' is int and cannot become string",
        "'string' | 'bytes'  | field 'f' is string and cannot become bytes",
        "'bytes'  | 'string' | field 'f' is bytes and cannot become string",
        "['null','int'] | 'int' | field 'f' is optional and cannot become required",
        "['null','int'] | 'null' | field 'f' is optional and cannot become required",
        "'null'   | 'int'    | field 'f' is null and cannot become int",
        "'int'    | 'null'   | field 'f' is int and cannot become null",
        "'int'    | {'type':'int','logicalType':'date'} | field 'f' is int and cannot become int"
            + " (date)",
        "{'type':'int','logicalType':'date'} | 'int' | field 'f' is int (date) and cannot become"
            + " int",
        "{'type':'int','logicalType':'date'} | 'long' | field 'f' is int (date) and cannot become"
            + " long",
        "'int' | {'type':'long','logicalType':'timestamp-micros'} | cannot become long"
            + " (timestamp-micros)",
        "{'type':'long','logicalType':'timestamp-millis'} |"
            + " {'type':'long','logicalType':'timestamp-micros'} | is long (timestamp-millis) and"
            + " cannot become long (timestamp-micros)",
        "{'type':'int','logicalType':'time-millis'} | {'type':'long','logicalType':'time-micros'} |"
            + " is int (time-millis) and cannot",
        "{'type':'string','logicalType':'uuid'} | 'string' | is string (uuid) and cannot become"
            + " string",
        "{'type':'string','logicalType':'uuid'} |"
            + " {'type':'fixed','name':'F','size':16,'logicalType':'uuid'} | cannot become fixed"
            + " (uuid)",
        "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2} |"
            + " {'type':'bytes','logicalType':'decimal','precision':10,'scale':2} | is bytes"
            + " (decimal(9,2)) and cannot become bytes (decimal(10,2))",
        "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2} |"
            + " {'type':'bytes','logicalType':'decimal','precision':9,'scale':3} | cannot become"
            + " bytes (decimal(9,3))",
        "{'type':'bytes','logicalType':'decimal','precision':9} |"
            + " {'type':'fixed','name':'F','size':9,'logicalType':'decimal','precision':9} | cannot"
            + " become fixed (decimal(9,0))",
        "{'type':'array','items':'int'} | {'type':'map','values':'int'} | is array and cannot"
            + " become map",
      })
  void aTypeMayNotBecomeAnother(String from, String to, String detail) {
    assertConflict(
        Definitions.withType(from), Definitions.withType(to), "/schema/fields/1/type", detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'fixed','name':'F','size':4} | {'type':'fixed','name':'F','size':5} | /size | is"
            + " fixed of 4 bytes and cannot become one of 5",
        "{'type':'fixed','name':'F','size':4} |"
            + " {'type':'fixed','name':'G','size':4,'aliases':['F']} | /name | fixed 'F', which"
            + " cannot be renamed to 'G'",
        "{'type':'enum','name':'E','symbols':['A','B']} |"
            + " {'type':'enum','name':'E','symbols':['A'],'default':'A'} | /symbols | lacks the"
            + " symbol 'B'",
        "{'type':'enum','name':'E','symbols':['A']} | {'type':'enum','name':'n.E','symbols':['A']}"
            + " | /name | enum 'E', which cannot be renamed to 'n.E'",
        "{'type':'record','name':'S','fields':[{'name':'a','type':'int'}]} |"
            + " {'type':'record','name':'T','fields':[{'name':'a','type':'int'}]} | /name | record"
            + " 'S', which cannot be renamed to 'T'",
        "{'type':'record','name':'S','fields':[{'name':'a','type':'int'}]} |"
            + " {'type':'record','name':'S','fields':[{'name':'b','type':'int','default':1,'aliases':['a']}]}"
            + " | /fields | field 'f.a' is missing; a field can be neither dropped nor renamed",
        "{'type':'record','name':'S','fields':[{'name':'a','type':'int'}]} |"
            + " {'type':'record','name':'S','fields':[{'name':'b','type':'int'},{'name':'a','type':'int'}]}"
            + " | /fields/0 | field 'f.b' is new and required; a new field must be optional or have"
            + " a default",
        "{'type':'record','name':'S','fields':[{'name':'a','type':'int','default':1}]} |"
            + " {'type':'record','name':'S','fields':[{'name':'a','type':'int'}]} |"
            + " /fields/0/default | field 'f.a' loses its default",
        "{'type':'array','items':'long'} | {'type':'array','items':'int'} | /items | field 'f' is"
            + " long and cannot become int",
        "{'type':'array','items':['null','int']} | {'type':'array','items':'int'} | /items | field"
            + " 'f' is optional",
        "{'type':'map','values':'long'} | {'type':'map','values':'int'} | /values | field 'f' is"
            + " long and cannot become int",
      })
  void aConflictInsideATypeIsNamed(String from, String to, String place, String detail) {
    assertConflict(
        Definitions.withType(from),
        Definitions.withType(to),
        "/schema/fields/1/type" + place,
        detail);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'name':'g','type':['null','int'],'default':null}",
        "{'name':'g','type':['null','int']}",
        "{'name':'g','type':['int','null'],'default':4}",
        "{'name':'g','type':'int','default':4}",
        "{'name':'g','type':'null'}",
        "{'name':'g','type':{'type':'record','name':'G','fields':[{'name':'x','type':'int'}]},'default':{'x':1}}"
      })
  void aFieldThatCanBeAbsentMayBeAddedAnywhere(String added) {
    String field = "{'name':'f','type':'int'}";

    assertCompatible(Definitions.withFields(field), Definitions.withFields(field, added));
    assertCompatible(Definitions.withFields(field), Definitions.withFields(added, field));
    assertCompatible(
        Definitions.withType(RECORD.formatted(field)),
        Definitions.withType(RECORD.formatted(added + "," + field)));
    assertCompatible(
        Definitions.withType("{'type':'array','items':%s}".formatted(RECORD.formatted(field))),
        Definitions.withType(
            "{'type':'array','items':%s}".formatted(RECORD.formatted(field + "," + added))));
  }

  @Test
  void topLevelConflictsAreNamed() {
    DatasetDefinition current =
        Definitions.withFields("{'name':'f','type':'int'}", "{'name':'g','type':'int'}");

    assertConflict(
        current,
        Definitions.withFields("{'name':'f','type':'int'}"),
        "/schema/fields",
        "field 'g' is missing");
    assertConflict(
        current,
        Definitions.withFields("{'name':'f','type':'int'}", "{'name':'G','type':'int'}"),
        "/schema/fields",
        "field 'g' is missing");
    assertConflict(
        Definitions.withFields(),
        Definitions.withFields("{'name':'f','type':'int'}"),
        "/schema/fields/1",
        "field 'f' is new and required");
  }

  @Test
  void theEventTimeStays() {
    String other = "{'name':'other','type':{'type':'long','logicalType':'timestamp-micros'}}";
    DatasetDefinition current = Definitions.withFields(other);
    DatasetDefinition proposed =
        new DatasetDefinition(
            current.name(),
            current.schema(),
            "other",
            current.clusterBy(),
            current.retentionDays(),
            current.description(),
            current.rowAccess(),
            1);

    assertConflict(
        current,
        proposed,
        "/eventTime",
        "the event time is field 'time' and cannot become 'other'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'name':'f','type':'int','doc':'a doc'}",
        "{'name':'f','type':'int','aliases':['ff']}",
        "{'name':'f','type':'int','default':1}",
        "{'name':'f','type':'int','order':'ignore'}",
        "{'name':'f','type':'int','unit':'m'}",
      })
  void anythingInTheSchemasDocumentIsAChangeOfSchema(String field) {
    DatasetDefinition plain = Definitions.withFields("{'name':'f','type':'int'}");

    assertCompatible(plain, Definitions.withFields(field));
  }

  @Test
  void anOptionalFieldMayLoseItsDefaultAndAnyMayChangeIt() {
    assertCompatible(
        Definitions.withFields("{'name':'f','type':['null','int'],'default':null}"),
        Definitions.withFields("{'name':'f','type':['null','int']}"));
    assertCompatible(
        Definitions.withFields("{'name':'f','type':'int','default':1}"),
        Definitions.withFields("{'name':'f','type':'int','default':2}"));
  }

  @Test
  void fieldOrderIsAChangeOfSchema() {
    String f = "{'name':'f','type':'int'}";
    String g = "{'name':'g','type':'int'}";

    assertCompatible(Definitions.withFields(f, g), Definitions.withFields(g, f));
  }

  @Test
  void definitionsOfDifferentDatasetsAreNotCompared() {
    DatasetDefinition one = Definitions.withFields();
    DatasetDefinition other =
        new DatasetDefinition(
            new DatasetName("others"),
            one.schema(),
            one.eventTime(),
            List.of(),
            one.retentionDays(),
            one.description(),
            one.rowAccess(),
            1);

    assertThatIllegalArgumentException().isThrownBy(() -> SchemaEvolution.check(one, other));
  }

  private static void assertCompatible(DatasetDefinition current, DatasetDefinition proposed) {
    DefinitionRules.check(current);
    DefinitionRules.check(proposed);
    assertThat(SchemaEvolution.check(current, proposed)).isEqualTo(new Outcome.Compatible(true));
  }

  private static void assertConflict(
      DatasetDefinition current, DatasetDefinition proposed, String pointer, String detail) {
    DefinitionRules.check(current);
    DefinitionRules.check(proposed);
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class, () -> SchemaEvolution.check(current, proposed));
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.problem()).isInstanceOf(Problem.SchemaConflict.class);
    assertThat(refusal.problem().place()).contains(Place.pointer(pointer));
    assertThat(refusal.problem().detail()).contains(detail);
  }
}
