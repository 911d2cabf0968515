package dev.tarn.dataset.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.problem.Problem;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/// Avro schemas, from and to their JSON form (Avro specification 1.12, "Schema Declaration").
final class SchemaJson {
  /// The longest name, and the longest namespace, in characters. A reference repeats both, so this
  /// also bounds how far a written schema can outgrow the document it came from.
  private static final int MAX_NAME_LENGTH = 255;

  private SchemaJson() {}

  /// The schema that `json` declares. Throws [Problem.InvalidDefinition] at `/schema` if Avro does
  /// not accept it, defaults included.
  static Schema parse(JsonNode json) {
    requireShortNames(json);
    Schema schema;
    try {
      schema = parse(json.toString());
    } catch (AvroRuntimeException e) {
      throw refused(Messages.brief(String.valueOf(e.getMessage())));
    } catch (NullPointerException | ClassCastException | IllegalArgumentException e) {
      // Avro's parser looks into some attributes without asking what they are.
      throw refused("an attribute of the schema has a value of the wrong kind");
    }
    ByteDefaults.check(schema);
    requireStorable(schema);
    return schema;
  }

  /// The schema in a document of our own; a fault in it is an [IllegalStateException].
  static Schema parseTrusted(JsonNode json) {
    try {
      return parse(json.toString());
    } catch (AvroRuntimeException e) {
      throw new IllegalStateException("a stored schema is not one that Avro accepts", e);
    }
  }

  /// The schema's JSON form, which [#parseTrusted] makes the same schema of.
  static String write(Schema schema) {
    return schema.toString();
  }

  private static Schema parse(String json) {
    return new Schema.Parser(NameValidator.STRICT_VALIDATOR).setValidateDefaults(true).parse(json);
  }

  private static void requireShortNames(JsonNode json) {
    for (String attribute : List.of("name", "namespace")) {
      for (JsonNode value : json.findValues(attribute)) {
        int length = value.asText().length();
        if (length > MAX_NAME_LENGTH) {
          throw refused(
              "a %s has %d characters; it may have %d"
                  .formatted(attribute, length, MAX_NAME_LENGTH));
        }
      }
    }
  }

  /// Avro reads a few documents that it then writes as something else, or as nothing it reads.
  private static void requireStorable(Schema schema) {
    String written = schema.toString();
    String again;
    try {
      again = parse(written).toString();
    } catch (AvroRuntimeException e) {
      throw refused(
          "the schema does not survive being written: "
              + Messages.brief(String.valueOf(e.getMessage())));
    }
    if (!again.equals(written)) {
      throw refused("the schema changes when it is written and read again");
    }
  }

  private static RuntimeException refused(String detail) {
    return new Problem.InvalidDefinition("/schema", "the schema is not accepted: " + detail)
        .exception();
  }
}
