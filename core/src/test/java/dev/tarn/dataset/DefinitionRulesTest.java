package dev.tarn.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'null'",
        "'boolean'",
        "'int'",
        "'long'",
        "'float'",
        "'double'",
        "'bytes'",
        "'string'",
        "['null','int']",
        "['int','null']",
        "{'type':'enum','name':'E','symbols':['A','B']}",
        "{'type':'fixed','name':'F','size':5}",
        "{'type':'array','items':['null','string']}",
        "{'type':'map','values':{'type':'array','items':'long'}}",
        "['null',{'type':'record','name':'S','fields':[{'name':'a','type':'int'}]}]",
        "{'type':'int','logicalType':'date'}",
        "{'type':'int','logicalType':'time-millis'}",
        "{'type':'long','logicalType':'time-micros'}",
        "{'type':'long','logicalType':'timestamp-millis'}",
        "['null',{'type':'long','logicalType':'timestamp-micros'}]",
        "{'type':'bytes','logicalType':'decimal','precision':38,'scale':38}",
        "{'type':'bytes','logicalType':'decimal','precision':1}",
        "{'type':'fixed','name':'F','size':16,'logicalType':'decimal','precision':38,'scale':2}",
        "{'type':'fixed','name':'F','size':1,'logicalType':'decimal','precision':2}",
        "{'type':'string','logicalType':'uuid'}",
        "{'type':'fixed','name':'F','size':16,'logicalType':'uuid'}",
      })
  void everyTypeOfTheContractIsAccepted(String type) {
    assertAccepted(Definitions.withType(type));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['null']                   | /type | field 'f' is a union of null; a union must be of null"
            + " and one other",
        "['int']                    | /type | field 'f' is a union of int;",
        "[]                         | /type | field 'f' is a union of nothing;",
        "['int','string']           | /type | field 'f' is a union of int, string;",
        "['null','int','string']    | /type | field 'f' is a union of null, int, string;",
        "{'type':'array','items':['int','string']} | /type/items | field 'f' is a union of int,"
            + " string;",
        "{'type':'map','values':'null'} | /type/values | field 'f' has elements that are always"
            + " null",
        "{'type':'array','items':'null'} | /type/items | field 'f' has elements that are always"
            + " null",
        "{'type':'record','name':'S','fields':[]} | /type/fields | field 'f' has a record without a"
            + " field",
        "{'type':'record','name':'S','fields':[{'name':'n','type':'null'}]} | /type/fields | could"
            + " hold a value",
        "{'type':'error','name':'S','fields':[{'name':'n','type':'int'}]} | /type/type | field 'f'"
            + " is of type error",
        "{'type':'record','name':'S','fields':[{'name':'s','type':['null','S']}]} |"
            + " /type/fields/0/type/1 | field 'f.s' is of record 'S' inside itself",
        "{'type':'record','name':'S','fields':[{'name':'s','type':{'type':'array','items':'S'}}]} |"
            + " /type/fields/0/type/items | record 'S' inside itself",
        "{'type':'array','items':'R'} | /type/items | record 'R' inside itself",
        "{'type':'enum','name':'E','symbols':[]} | /type/symbols | an enum without symbols",
        "{'type':'fixed','name':'F','size':0} | /type/size | fixed of 0 bytes; there must be 1 to"
            + " 1048576",
        "{'type':'fixed','name':'F','size':1048577} | /type/size | fixed of 1048577 bytes",
        "{'type':'record','name':'S','fields':[{'name':'aB','type':'int'},{'name':'Ab','type':'int'}]}"
            + " | /type/fields/1/name | field 'f.Ab' differs from 'aB' in case alone",
        "{'type':'record','name':'S','fields':[{'name':'a','type':'int'},{'name':'b','type':'int','aliases':['a']}]}"
            + " | /type/fields/1/aliases | field 'f.b' has the alias 'a'",
        "{'type':'record','name':'S','fields':[{'name':'a','type':{'type':'fixed','name':'F','size':2,'aliases':['S']}}]}"
            + " | /type/fields/0/type/aliases | alias 'S'",
      })
  void anythingElseIsRefusedWithItsPlace(String type, String place, String detail) {
    assertRefused(Definitions.withType(type), "/schema/fields/1" + place, detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'type':'long','logicalType':'local-timestamp-millis' | /logicalType | has logical type"
            + " 'local-timestamp-millis' on long; there it may be time-micros, timestamp-millis,"
            + " timestamp-micros",
        "'type':'long','logicalType':'local-timestamp-micros' | /logicalType |"
            + " 'local-timestamp-micros'",
        "'type':'long','logicalType':'timestamp-nanos'        | /logicalType | 'timestamp-nanos'",
        "'type':'long','logicalType':'local-timestamp-nanos'  | /logicalType |"
            + " 'local-timestamp-nanos'",
        "'type':'long','logicalType':'date'                   | /logicalType | 'date' on long",
        "'type':'int','logicalType':'timestamp-millis'        | /logicalType | 'timestamp-millis'"
            + " on int; there it may be date, time-millis",
        "'type':'fixed','name':'F','size':12,'logicalType':'duration' | /logicalType | 'duration'"
            + " on fixed of 12 bytes; there it may be decimal",
        "'type':'fixed','name':'F','size':8,'logicalType':'uuid' | /logicalType | 'uuid' on fixed"
            + " of 8 bytes",
        "'type':'bytes','logicalType':'uuid'                  | /logicalType | 'uuid' on bytes;"
            + " there it may be decimal",
        "'type':'bytes','logicalType':'big-decimal'           | /logicalType | 'big-decimal' on"
            + " bytes",
        "'type':'string','logicalType':'Uuid'                 | /logicalType | 'Uuid' on string;"
            + " there it may be uuid",
        "'type':'string','logicalType':'decimal','precision':5 | /logicalType | 'decimal' on"
            + " string",
        "'type':'double','logicalType':'decimal','precision':5 | /logicalType | 'decimal' on"
            + " double; it has none",
        "'type':'array','items':'int','logicalType':'set'     | /logicalType | 'set' on array; it"
            + " has none",
        "'type':'record','name':'S','logicalType':'x','fields':[{'name':'a','type':'int'}] |"
            + " /logicalType | 'x' on record",
        "'type':'enum','name':'E','symbols':['A'],'logicalType':'x' | /logicalType | 'x' on enum",
        "'type':'int','logicalType':7                         | /logicalType | '7' on int",
        "'type':'int','logicalType':{'a':'b'}                 | /logicalType | on int",
        "'type':'bytes','logicalType':'decimal'               | /logicalType | invalid decimal with"
            + " precision unset",
        "'type':'bytes','logicalType':'decimal','precision':0 | /logicalType | precision 0",
        "'type':'bytes','logicalType':'decimal','precision':-3 | /logicalType | precision -3",
        "'type':'bytes','logicalType':'decimal','precision':39 | /precision | decimal precision 39;"
            + " it may be 38 at most",
        "'type':'bytes','logicalType':'decimal','precision':2147483647 | /precision | decimal"
            + " precision 2147483647",
        "'type':'bytes','logicalType':'decimal','precision':4,'scale':5 | /logicalType | precision"
            + " 4 and scale 5",
        "'type':'bytes','logicalType':'decimal','precision':4,'scale':-1 | /logicalType | precision"
            + " 4 and scale -1",
        "'type':'bytes','logicalType':'decimal','precision':'9' | /logicalType | invalid decimal"
            + " with precision 9",
        "'type':'fixed','name':'F','size':1,'logicalType':'decimal','precision':3 | /logicalType |"
            + " has to fit fixed of 1 bytes",
        "'type':'fixed','name':'F','size':15,'logicalType':'decimal','precision':38 | /logicalType"
            + " | has to fit fixed of 15 bytes",
      })
  void aLogicalTypeIsNeverSilentlyIgnored(String type, String place, String detail) {
    assertRefused(Definitions.withType("{" + type + "}"), "/schema/fields/1/type" + place, detail);
    assertRefused(
        Definitions.withType("['null',{" + type + "}]"), "/schema/fields/1/type/1" + place, detail);
  }

  @Test
  void aLogicalTypeBesideTheTypeIsRefused() {
    assertRefused(
        Definitions.withFields("{'name':'f','type':'int','logicalType':'date'}"),
        "/schema/fields/1/logicalType",
        "beside its type; it must stand inside");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'boolean' | true",
        "['null','int'] | 5",
        "['int','null'] | null",
        "['null',{'type':'array','items':'int'}] | [1,2]",
        "'float' | 3.4e38",
        "'double' | 1",
        "'bytes' | '\\u0000\\u00ff'",
        "{'type':'fixed','name':'F','size':2} | 'ab'",
        "{'type':'int','logicalType':'time-millis'} | 86399999",
        "{'type':'long','logicalType':'time-micros'} | 86399999999",
        "{'type':'string','logicalType':'uuid'} | '00000000-0000-0000-0000-00000000000A'",
        "{'type':'bytes','logicalType':'decimal','precision':2} | 'c'",
        "{'type':'map','values':'int'} | {'a':1}",
        "{'type':'record','name':'S','fields':[{'name':'a','type':'int'},{'name':'b','type':'int','default':3}]}"
            + " | {'a':1}",
        "{'type':'enum','name':'E','symbols':['A','B']} | 'B'",
      })
  void aDefaultThatTheFieldCouldHoldIsAccepted(String type, String value) {
    assertAccepted(
        Definitions.withFields("{'name':'f','type':%s,'default':%s}".formatted(type, value)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'float'                              | 3.5e38 | default Infinity; it must be a number"
            + " within a float's range",
        "{'type':'fixed','name':'F','size':2} | 'abc'  | default \"abc\"; it must be 2 bytes long",
        "{'type':'fixed','name':'F','size':2} | ''     | it must be 2 bytes long",
        "{'type':'int','logicalType':'time-millis'} | 86400000 | a time of day",
        "{'type':'int','logicalType':'time-millis'} | -1   | a time of day",
        "{'type':'long','logicalType':'time-micros'} | 86400000000 | a time of day",
        "{'type':'string','logicalType':'uuid'} | 'x'  | default \"x\"; it must be a UUID",
        "{'type':'bytes','logicalType':'decimal','precision':2} | 'd'  | a number of 2 digits at"
            + " most",
        "{'type':'bytes','logicalType':'decimal','precision':2} | ''  | a number of 2 digits at"
            + " most",
        "{'type':'enum','name':'E','symbols':['A','B']} | 'C' | one of the symbols [A, B]",
        "{'type':'array','items':{'type':'fixed','name':'F','size':1}} | ['a','bc'] | 1 bytes long",
        "['null',{'type':'map','values':{'type':'fixed','name':'F','size':1}}] | {'a':'bc'} | 1"
            + " bytes long",
        "{'type':'record','name':'S','fields':[{'name':'a','type':{'type':'fixed','name':'F','size':1}}]}"
            + " | {'a':'bc'} | 1 bytes long",
      })
  void aDefaultThatTheFieldCouldNotHoldIsRefused(String type, String value, String detail) {
    assertRefused(
        () ->
            DefinitionRules.check(
                Definitions.withFields(
                    "{'name':'f','type':%s,'default':%s}".formatted(type, value))),
        "/schema/fields/1/default",
        detail);
  }

  @Test
  void theTopMustBeARecord() {
    assertRefused(
        Definitions.of("{'schema':{'type':'array','items':'int'},'eventTime':'t'}"),
        "/schema/type",
        "is of type array; it must be a record");
    assertRefused(
        Definitions.of(
            "{'schema':{'type':'error','name':'E','fields':[{'name':'t','type':'int'}]},'eventTime':'t'}"),
        "/schema/type",
        "is of type error; it must be a record");
  }

  @ParameterizedTest
  @ValueSource(strings = {"event_date", "Event_Date"})
  void thePartitionColumnsNameIsTaken(String name) {
    assertRefused(
        Definitions.withFields("{'name':'%s','type':'int'}".formatted(name)),
        "/schema/fields/1/name",
        "partitioned by");
  }

  @Test
  void thePartitionColumnsNameIsFreeInsideARecord() {
    assertAccepted(
        Definitions.withType(
            "{'type':'record','name':'S','fields':[{'name':'event_date','type':'int'}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nope  | 'nope' is not a field of the schema",
        "Time  | 'Time' is not a field of the schema",
        "s.t   | 's.t' is not a field of the schema",
        "n     | field 'n' is long; the event time must be",
        "d     | field 'd' is date;",
        "o     | field 'o' is null or timestamp-micros; the event time must be a required"
            + " timestamp",
        "s     | field 's' is record;",
      })
  void theEventTimeIsARequiredTimestamp(String eventTime, String detail) {
    String timestamp = "{'type':'long','logicalType':'timestamp-micros'}";
    assertRefused(
        Definitions.of(
            """
            {'eventTime':'%s','schema':{'type':'record','name':'R','fields':[
             {'name':'time','type':%s},
             {'name':'n','type':'long'},
             {'name':'d','type':{'type':'int','logicalType':'date'}},
             {'name':'o','type':['null',%s]},
             {'name':'s','type':{'type':'record','name':'S','fields':[{'name':'t','type':%s}]}}]}}\
            """
                .formatted(eventTime, timestamp, timestamp, timestamp)),
        "/eventTime",
        detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['nope']              | /clusterBy/0 | 'nope' is not a field",
        "['a','b','a']         | /clusterBy/2 | field 'a' is named twice",
        "['list']              | /clusterBy/0 | field 'list' is array; only a field that holds one"
            + " value",
        "['a','none']          | /clusterBy/1 | field 'none' is null;",
        "['a','b','c','d','time'] | /clusterBy | 5 fields are named; there may be 4",
      })
  void clusteringIsByFieldsOfOneValue(String clusterBy, String pointer, String detail) {
    assertRefused(clustered(clusterBy), pointer, detail);
  }

  @Test
  void upToFourFieldsClusterAndTheyMayBeOptional() {
    assertAccepted(clustered("['a','b','c','time']"));
    assertAccepted(clustered("['d']"));
    assertAccepted(clustered("[]"));
  }

  @Test
  void retentionIsAtMostAHundredYears() {
    assertAccepted(Definitions.with(",'retentionDays':1"));
    assertAccepted(Definitions.with(",'retentionDays':36500"));
    assertRefused(
        Definitions.with(",'retentionDays':0"),
        "/retentionDays",
        "retention is 0 days; it must be 1 to 36500");
    assertRefused(Definitions.with(",'retentionDays':36501"), "/retentionDays", "36501");
    assertRefused(Definitions.with(",'retentionDays':-1"), "/retentionDays", "-1");
  }

  @Test
  void aDescriptionIsAtMostAThousandCharactersHoweverTheyAreEncoded() {
    assertAccepted(Definitions.with(",'description':'%s'".formatted("🌋".repeat(1_000))));
    assertRefused(
        Definitions.with(",'description':'%s'".formatted("x".repeat(1_001))),
        "/description",
        "the description has 1001 characters; it may have 1000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nope | org | /rowAccess/column | 'nope' is not a field",
        "f    | org | /rowAccess/column | field 'f' is null or int; it must be a string",
        "g    | ' ' | /rowAccess/claim  | 1 characters; it must have 1 to 200, and not be blank",
      })
  void rowAccessIsByAStringField(String column, String claim, String pointer, String detail) {
    assertRefused(guarded(column, claim.replace("'", "")), pointer, detail);
  }

  @Test
  void rowAccessMayBeByAnOptionalStringField() {
    assertAccepted(guarded("g", "org"));
    assertRefused(guarded("g", "c".repeat(201)), "/rowAccess/claim", "201 characters");
  }

  @Test
  void nestingIsBounded() {
    assertAccepted(
        Definitions.withType("{'type':'array','items':".repeat(31) + "'int'" + "}".repeat(31)));
    assertRefused(
        Definitions.withType("{'type':'array','items':".repeat(32) + "'int'" + "}".repeat(32)),
        "/schema/fields/1/type" + "/items".repeat(31),
        "nested deeper than 32");
  }

  @Test
  void theNumberOfFieldsIsBounded() {
    String[] most =
        IntStream.range(1, 2_000)
            .mapToObj("{'name':'f%d','type':'int'}"::formatted)
            .toArray(String[]::new);
    assertAccepted(Definitions.withFields(most));

    String one = "{'name':'more','type':'int'}";
    assertRefused(
        Definitions.withFields(String.join(",", most), one),
        "/schema/fields/2000",
        "more than 2,000 fields");
  }

  @Test
  void fieldsOfARecordUsedAgainCountAgain() {
    String records =
        IntStream.range(1, 31)
            .mapToObj(i ->
                "{'name':'f%d','type':{'type':'record','name':'S%d','fields':[%s]}}"
                    .formatted(
                        i,
                        i,
                        i == 1
                            ? "{'name':'x','type':'int'}"
                            : "{'name':'a','type':'S%d'},{'name':'b','type':'S%d'}"
                                .formatted(i - 1, i - 1)))
            .collect(Collectors.joining(","));

    assertRefused(
        () -> DefinitionRules.check(Definitions.withFields(records)),
        null,
        "more than 2,000 fields");
  }

  private static DatasetDefinition clustered(String clusterBy) {
    return Definitions.with(
        ",'clusterBy':" + clusterBy,
        "{'name':'a','type':['null','string']}",
        "{'name':'b','type':'boolean'}",
        "{'name':'c','type':{'type':'enum','name':'E','symbols':['A']}}",
        "{'name':'d','type':{'type':'fixed','name':'F','size':4}}",
        "{'name':'list','type':{'type':'array','items':'int'}}",
        "{'name':'none','type':'null'}");
  }

  private static DatasetDefinition guarded(String column, String claim) {
    return Definitions.with(
        ",'rowAccess':{'column':'%s','claim':'%s'}".formatted(column, claim),
        "{'name':'f','type':['null','int']}",
        "{'name':'g','type':['null','string']}");
  }

  private static void assertAccepted(DatasetDefinition definition) {
    assertThatCode(() -> DefinitionRules.check(definition)).doesNotThrowAnyException();
  }

  private static void assertRefused(DatasetDefinition definition, String pointer, String detail) {
    assertRefused(() -> DefinitionRules.check(definition), pointer, detail);
  }

  private static void assertRefused(
      ThrowingCallable check, @Nullable String pointer, String detail) {
    ProblemException refusal = catchThrowableOfType(ProblemException.class, check);
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.problem()).isInstanceOf(Problem.InvalidDefinition.class);
    assertThat(refusal.problem().detail()).contains(detail);
    if (pointer != null) {
      assertThat(refusal.problem().place()).contains(Place.pointer(pointer));
    }
  }
}
