package dev.tarn.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Reads claims of tokens in the texts that API Gateway makes of them.
///
/// An HTTP API hands every claim of a token to a function as text: numbers and booleans as JSON has
/// them, arrays as their elements in brackets with spaces between (`[a b]`), in which an element
/// with a space cannot be told from two. An array that the token holds as a text of JSON (`["a
/// b"]`) keeps its elements whole.
public final class ClaimText {
  private static final JsonFactory JSON = new JsonFactory();

  private ClaimText() {}

  /// The values of a claim: the elements of an array, or the one text.
  public static Set<String> values(String text) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return Set.of(text);
    }
    return json(text).orElseGet(() -> words(text.substring(1, text.length() - 1)));
  }

  /// The words of a claim that lists words: the elements of an array, and what spaces or commas
  /// part.
  public static Set<String> list(String text) {
    Set<String> words = new LinkedHashSet<>();
    values(text).forEach(value -> words.addAll(words(value)));
    return words;
  }

  private static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : text.split("[\\s,]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /// The elements of an array of strings and numbers, if `text` is one.
  private static Optional<Set<String>> json(String text) {
    Set<String> values = new LinkedHashSet<>();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return Optional.empty();
      }
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == null || !parser.currentToken().isScalarValue()) {
          return Optional.empty();
        }
        if (parser.currentToken() != JsonToken.VALUE_NULL) {
          values.add(parser.getText());
        }
      }
      return parser.nextToken() == null ? Optional.of(values) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
