package dev.tarn.dataset.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DefinitionRequestTest {
  private static final String SCHEMA =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"time\","
          + "\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]                                       | ``             | must be an object",
        "null                                     | ``             | must be an object",
        "{'eventTime':'time'}                     | /schema        | is missing; it must be an Avro"
            + " record schema",
        "{'schema':'string','eventTime':'time'}   | /schema        | is a string; it must be an"
            + " Avro record",
        "{'schema':S}                             | /eventTime     | is missing; it must be the"
            + " name of a timestamp",
        "{'schema':S,'eventTime':null}            | /eventTime     | is missing",
        "{'schema':S,'eventTime':5}               | /eventTime     | is the number 5; it must be a"
            + " string",
        "{'schema':S,'eventTime':'time','x/~':1}  | /x~1~0         | is not a known field; there"
            + " are schema, eventTime",
        "{'schema':S,'eventTime':'time','schemaVersion':1}     | /schemaVersion | is not a known"
            + " field",
        "{'schema':S,'eventTime':'time','clusterBy':'net'}     | /clusterBy     | must be an array"
            + " of strings",
        "{'schema':S,'eventTime':'time','clusterBy':['a',1]}   | /clusterBy/1   | is the number 1;"
            + " it must be a string",
        "{'schema':S,'eventTime':'time','retentionDays':'9'}   | /retentionDays | is a string; it"
            + " must be a whole number",
        "{'schema':S,'eventTime':'time','retentionDays':1.5}   | /retentionDays | is the number"
            + " 1.5; it must be a whole",
        "{'schema':S,'eventTime':'time','retentionDays':9e99}  | /retentionDays | must be a whole"
            + " number that fits 32 bits",
        "{'schema':S,'eventTime':'time','retentionDays':2147483648} | /retentionDays | the number"
            + " 2147483648",
        "{'schema':S,'eventTime':'time','retentionDays':1e999} | /retentionDays | beyond the range"
            + " of a double",
        "{'schema':S,'eventTime':'time','description':true}    | /description   | is the boolean"
            + " true; it must be a string",
        "{'schema':S,'eventTime':'time','description':'\\ud800'} | /description | unpaired"
            + " surrogate",
        "{'schema':S,'eventTime':'time','rowAccess':[]}        | /rowAccess     | is an array; it"
            + " must be an object",
        "{'schema':S,'eventTime':'time','rowAccess':{'column':'a'}} | /rowAccess/claim | is"
            + " missing; it must be the name of a claim",
        "{'schema':S,'eventTime':'time','rowAccess':{'column':'a','claim':'b','c':1}} |"
            + " /rowAccess/c | is not a known field",
      })
  void aFieldThatDoesNotFitIsNamed(String body, String pointer, String detail) {
    Problem problem = problem(body.replace('\'', '"').replace("S", SCHEMA));

    assertThat(problem).isInstanceOf(Problem.MalformedRequest.class);
    assertThat(problem.place()).contains(Place.pointer(pointer));
    assertThat(problem.detail()).contains(detail);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{                            | 1",
        "{'schema':{},                | 1",
        "{'a':1}{                     | 1",
        "{'a':1} x                    | 1",
        "{~'a':01}                    | 2",
        "{'a':NaN}                    | 1",
        "{'a':1,~~'a':2}              | 3",
        "{'a':/**/1}                  | 1",
        "{a:1}                        | 1",
        "{'a':'\t'}                   | 1",
        "{'a':\u00a01}                | 1",
      })
  void whatIsNotJsonIsRefusedWithItsPlace(String body, int line) {
    Problem problem = problem(body.replace('~', '\n').replace('\'', '"'));

    assertThat(problem).isInstanceOf(Problem.MalformedBody.class);
    assertThat(problem.place().orElseThrow().line()).hasValue(line);
    assertThat(problem.detail())
        .doesNotContain("com.fasterxml", "Stream", "Feature", "Source", "`");
  }

  @Test
  void anEmptyBodyIsRefused() {
    assertThat(problem("")).isInstanceOf(Problem.MalformedBody.class);
    assertThat(problem(" \n ")).isInstanceOf(Problem.MalformedBody.class);
  }

  @Test
  void onlyUtf8IsRead() {
    String body = "{\"schema\":%s,\"eventTime\":\"time\"}".formatted(SCHEMA);

    assertThat(problem(body.getBytes(StandardCharsets.UTF_16)))
        .isInstanceOf(Problem.MalformedBody.class);
    assertThat(problem(body.getBytes(StandardCharsets.UTF_16LE)))
        .isInstanceOf(Problem.MalformedBody.class);
    assertThat(problem("{\"description\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Problem.MalformedBody.class);
  }

  @Test
  void aBodyOverOneMebibyteIsTooLarge() {
    Problem problem = problem(" ".repeat(StrictJson.MAX_BYTES + 1));

    assertThat(problem).isInstanceOf(Problem.PayloadTooLarge.class);
    assertThat(problem.detail()).contains("1048577", "1048576");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"schema\":{\"type\":{\"items\":"})
  void deepNestingIsRefusedEarly(String opening) {
    assertThat(problem(opening.repeat(30_000))).isInstanceOf(Problem.MalformedBody.class);
  }

  @Test
  void aNumberWithTooManyDigitsIsRefused() {
    assertThat(problem("{\"retentionDays\":" + "9".repeat(500_000) + "}"))
        .isInstanceOf(Problem.MalformedBody.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'type':'record','name':'R'}                                    | fields",
        "{'type':'rekord','name':'R','fields':[]}                        | \"record\"",
        "{'type':'record','fields':[]}                                   | name",
        "{'type':'record','name':'R','fields':[{'type':'int'}]}          | name",
        "{'type':'record','name':'R','fields':[{'name':'a'}]}            | type",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'Nope'}]} | Nope",
        "{'type':'record','name':'R','fields':[{'name':'a b','type':'int'}]} | a b",
        "{'type':'record','name':'R','fields':[{'name':'é','type':'int'}]} | é",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'int'},{'name':'a','type':'int'}]}"
            + " | Duplicate field a",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'int','default':'x'}]} | default",
        "{'type':'record','name':'R','fields':[{'name':'a','type':['null','int'],'default':'x'}]} |"
            + " default",
        "{'type':'record','name':'R','fields':[{'name':'a','type':['int','int']}]} | Duplicate in"
            + " union",
        "{'type':'record','name':'R','fields':[{'name':'a','type':{'type':'enum','name':'E','symbols':['A','A']}}]}"
            + " | A",
        "{'type':'record','name':'R','fields':[{'name':'a','type':{'type':'enum','name':'E','symbols':['A'],'default':'B'}}]}"
            + " | B",
        "{'type':'record','name':'R','fields':[{'name':'a','type':{'type':'enum','name':'E','symbols':3}}]}"
            + " | symbols",
        "{'type':'record','name':'R','fields':[{'name':'a','type':{'type':'fixed','name':'F','size':-1}}]}"
            + " | -1",
        "{'type':'record','name':'R','fields':[{'name':'a','type':{'type':'array'}}]} | items",
        "{'type':'record','name':'R','fields':[{'name':'a','type':{'type':'map'}}]} | values",
        "{'type':'record','name':'R','fields':{'name':'a'}}              | fields",
        "{'type':'record','name':'R','fields':[null]}                    | ",
        "{'type':'record','name':'R','fields':[{'name':'a','type':null}]} | ",
        "{'type':'record','name':7,'fields':[]}                          | ",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'int','aliases':5}]} | ",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'int','order':'up'}]} | ",
        "{'type':'record','name':'R','fields':[{'name':'a','type':'int','order':7}]} | ",
      })
  void aSchemaThatAvroRefusesIsRefused(String schema, String detail) {
    Problem problem =
        problem("{\"schema\":%s,\"eventTime\":\"a\"}".formatted(schema.replace('\'', '"')));

    assertThat(problem).isInstanceOf(Problem.InvalidDefinition.class);
    assertThat(problem.place()).contains(Place.pointer("/schema"));
    assertThat(problem.detail())
        .contains(Optional.ofNullable(detail).orElse(""))
        .doesNotContain("org.apache", "com.fasterxml", "java.")
        .hasSizeLessThan(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'bytes'                                                 | 'Ā'",
        "{'type':'fixed','name':'F','size':1}                    | 'Ā'",
        "['null','bytes']                                        | 'Ā'",
        "{'type':'array','items':'bytes'}                        | ['a','Ā']",
        "{'type':'map','values':['bytes','null']}                | {'k':'Ā'}",
        "{'type':'record','name':'S','fields':[{'name':'b','type':'bytes'}]} | {'b':'Ā'}",
      })
  void aDefaultWithACharacterThatIsNoByteIsRefused(String type, String value) {
    Problem problem =
        problem(
            "{'eventTime':'a','schema':{'type':'record','name':'R','fields':[{'name':'a','type':%s,'default':%s}]}}"
                .formatted(type, value)
                .replace('\'', '"'));

    assertThat(problem).isInstanceOf(Problem.InvalidDefinition.class);
    assertThat(problem.detail()).contains("field 'a'", "U+00FF");
  }

  @Test
  void namesAreBoundedSoThatReferencesAre() {
    for (String attribute : List.of("name", "namespace")) {
      Problem problem =
          problem(
              "{\"eventTime\":\"a\",\"schema\":{\"type\":\"record\",\"fields\":[],\"%s\":\"%s\"}}"
                  .formatted(attribute, "n".repeat(256)));

      assertThat(problem).isInstanceOf(Problem.InvalidDefinition.class);
      assertThat(problem.detail()).contains("a " + attribute + " has 256 characters");
    }
  }

  private static Problem problem(String body) {
    return problem(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem problem(byte[] body) {
    ProblemException refusal =
        catchThrowableOfType(
            ProblemException.class,
            () -> DefinitionJson.parseRequest(new DatasetName("readings"), body));
    assertThat(refusal).as("a refusal").isNotNull();
    return refusal.problem();
  }
}
