package dev.tarn.local.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Checks a document against a schema of the description: as much of JSON Schema (draft 2020-12) as
/// the description's answers use.
public final class SchemaCheck {
  private static final JsonNode FALSE = BooleanNode.getFalse();

  private final ApiDescription description;
  private final List<String> faults = new ArrayList<>();

  private SchemaCheck(ApiDescription description) {
    this.description = description;
  }

  /// What of `value` does not conform to `schema`.
  static List<String> faults(ApiDescription description, JsonNode schema, JsonNode value) {
    SchemaCheck check = new SchemaCheck(description);
    check.check(schema, value, "");
    return check.faults;
  }

  /// What of `value` does not conform to `schema`, which refers to no other.
  public static List<String> faults(JsonNode schema, JsonNode value) {
    return faults(ApiDescription.EMPTY, schema, value);
  }

  private void check(JsonNode schema, JsonNode value, String at) {
    if (schema.has("$ref")) {
      check(description.resolved(schema), value, at);
    }
    require(!schema.has("type") || isOfType(schema.path("type"), value), at, "has another type");
    require(!schema.has("const") || schema.path("const").equals(value), at, "is another constant");
    require(!schema.has("enum") || contains(schema.path("enum"), value), at, "is not listed");
    require(
        !schema.has("pattern")
            || Pattern.compile(schema.path("pattern").asText()).matcher(value.asText()).find(),
        at,
        "has another form");
    require(
        !schema.has("minimum") || value.doubleValue() >= schema.path("minimum").doubleValue(),
        at,
        "is too small");
    if (value.isTextual()) {
      requireSize(schema, "Length", value.textValue().length(), at);
    }
    if (value.isArray()) {
      requireSize(schema, "Items", value.size(), at);
    }
    if (schema.has("oneOf")) {
      checkOneOf(schema.path("oneOf"), value, at);
    }
    if (value.isObject()) {
      checkObject(schema, value, at);
    }
    if (value.isArray() && schema.has("items")) {
      for (int i = 0; i < value.size(); i++) {
        check(schema.path("items"), value.path(i), at + "/" + i);
      }
    }
  }

  private void requireSize(JsonNode schema, String what, int size, String at) {
    require(size >= schema.path("min" + what).asInt(0), at, "is too short");
    require(size <= schema.path("max" + what).asInt(Integer.MAX_VALUE), at, "is too long");
  }

  private void checkOneOf(JsonNode schemas, JsonNode value, String at) {
    List<List<String>> each = new ArrayList<>();
    schemas.forEach(schema -> each.add(faults(description, schema, value)));
    long met = each.stream().filter(List::isEmpty).count();
    require(met == 1, at, "is " + met + " of its kinds: " + each);
  }

  private void checkObject(JsonNode schema, JsonNode value, String at) {
    for (JsonNode required : schema.path("required")) {
      require(value.has(required.asText()), at + "/" + required.asText(), "is missing");
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      String place = at + "/" + property.getKey();
      JsonNode described = schema.path("properties").path(property.getKey());
      JsonNode others = schema.path("additionalProperties");
      if (described.isObject()) {
        check(described, property.getValue(), place);
      } else if (others.isObject()) {
        check(others, property.getValue(), place);
      } else {
        require(!described.isMissingNode() || !others.equals(FALSE), place, "is not described");
      }
    }
  }

  private static boolean isOfType(JsonNode type, JsonNode value) {
    return switch (type.asText()) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> throw new IllegalArgumentException("no answer is described as " + type);
    };
  }

  private static boolean contains(JsonNode values, JsonNode value) {
    for (JsonNode each : values) {
      if (each.asText().equals(value.asText())) {
        return true;
      }
    }
    return false;
  }

  private void require(boolean met, String at, String fault) {
    if (!met) {
      faults.add(at + " " + fault);
    }
  }
}
