package dev.tarn.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tarn.problem.Problem;
import dev.tarn.record.Samples;
import java.io.IOException;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was seen of the values in one place of a sample's records.
final class ValueShape {
  private static final int MOST_PLACES = 20_000;

  /// What values are in JSON.
  enum Kind {
    BOOLEAN("booleans"),
    INTEGER("integers"),
    FRACTION("numbers"),
    TEXT("strings"),
    OBJECT("objects"),
    ARRAY("arrays");

    private final String many;

    Kind(String many) {
      this.many = many;
    }

    String many() {
      return many;
    }
  }

  /// How many places were seen, over a whole sample.
  static final class Places {
    private int count;

    private void add() {
      if (++count > MOST_PLACES) {
        throw new Problem.PayloadTooLarge(
                "the sample has values in more than " + MOST_PLACES + " places")
            .exception();
      }
    }
  }

  private final Places places;
  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
  private final Map<String, ValueShape> fields = new LinkedHashMap<>();
  private final TextShape texts = new TextShape();
  private Optional<ValueShape> element = Optional.empty();
  private long values;
  private long nulls;
  private long least = Long.MAX_VALUE;
  private long greatest = Long.MIN_VALUE;
  private boolean beyondLong;

  ValueShape(Places places) {
    this.places = places;
    places.add();
  }

  /// Adds the value that begins at the current token of `json`, and leaves it at its last one.
  void add(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    switch (token) {
      case VALUE_NULL -> addNull();
      case VALUE_TRUE, VALUE_FALSE -> add(Kind.BOOLEAN);
      case VALUE_NUMBER_INT -> addInteger(json.getText());
      case VALUE_NUMBER_FLOAT -> add(Kind.FRACTION);
      case VALUE_STRING -> addText(json.getText());
      case START_OBJECT -> addObject(json);
      case START_ARRAY -> addArray(json);
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
          throw new IllegalStateException("no value begins with " + token);
    }
  }

  private void add(Kind kind) {
    kinds.add(kind);
    values++;
  }

  void addNull() {
    nulls++;
  }

  void addInteger(String text) {
    add(Kind.INTEGER);
    if (!Samples.isLong(text)) {
      beyondLong = true;
      return;
    }
    long value = Long.parseLong(text);
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }

  void addFraction() {
    add(Kind.FRACTION);
  }

  void addBoolean() {
    add(Kind.BOOLEAN);
  }

  void addText(String text) {
    add(Kind.TEXT);
    texts.add(text);
  }

  private void addObject(JsonParser json) throws IOException {
    add(Kind.OBJECT);
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      field(name).add(json);
    }
  }

  private void addArray(JsonParser json) throws IOException {
    add(Kind.ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element().add(json);
    }
  }

  /// The values of the field `name` of these, which are objects.
  ValueShape field(String name) {
    ValueShape known = fields.get(name);
    if (known == null) {
      known = new ValueShape(places);
      fields.put(name, known);
    }
    return known;
  }

  /// The elements of these, which are arrays.
  ValueShape element() {
    if (element.isEmpty()) {
      element = Optional.of(new ValueShape(places));
    }
    return element.get();
  }

  /// All fields of these as values of one map.
  ValueShape merged() {
    ValueShape all = new ValueShape(places);
    fields.values().forEach(all::merge);
    return all;
  }

  private void merge(ValueShape other) {
    kinds.addAll(other.kinds);
    values += other.values;
    nulls += other.nulls;
    least = Math.min(least, other.least);
    greatest = Math.max(greatest, other.greatest);
    beyondLong |= other.beyondLong;
    if (other.kinds.contains(Kind.TEXT)) {
      texts.merge(other.texts);
    }
    other.fields.forEach((name, shape) -> field(name).merge(shape));
    other.element.ifPresent(shape -> element().merge(shape));
  }

  Set<Kind> kinds() {
    return kinds;
  }

  Map<String, ValueShape> fields() {
    return fields;
  }

  TextShape texts() {
    return texts;
  }

  /// How many values there are that are not null.
  long values() {
    return values;
  }

  long nulls() {
    return nulls;
  }

  long least() {
    return least;
  }

  long greatest() {
    return greatest;
  }

  boolean isBeyondLong() {
    return beyondLong;
  }
}
