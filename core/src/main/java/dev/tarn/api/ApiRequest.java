package dev.tarn.api;

import dev.tarn.access.Principal;
import dev.tarn.problem.Problem;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One HTTP request that the gateway has matched to an operation.
public final class ApiRequest {
  private final String id;
  private final Operation operation;
  private final Principal principal;
  private final Map<String, String> pathParameters;
  private final Map<String, String> queryParameters;
  private final String rawQuery;
  private final Map<String, String> headers;
  private final byte[] body;

  /// `headers` have lower-cased names; `body` is what came over the wire, empty for none, and is
  /// taken as it is.
  public ApiRequest(
      String id,
      Operation operation,
      Principal principal,
      Map<String, String> pathParameters,
      Map<String, String> queryParameters,
      Map<String, String> headers,
      byte[] body) {
    this(id, operation, principal, pathParameters, queryParameters, "", headers, body);
  }

  /// A request whose query is known as it was sent, too.
  public ApiRequest(
      String id,
      Operation operation,
      Principal principal,
      Map<String, String> pathParameters,
      Map<String, String> queryParameters,
      String rawQuery,
      Map<String, String> headers,
      byte[] body) {
    this.id = id;
    this.operation = operation;
    this.principal = principal;
    this.pathParameters = Map.copyOf(pathParameters);
    this.queryParameters = Map.copyOf(queryParameters);
    this.rawQuery = rawQuery;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  /// The id that the answer and every log line of this request carry.
  public String id() {
    return id;
  }

  /// The operation asked for.
  public Operation operation() {
    return operation;
  }

  /// For whom it is made.
  public Principal principal() {
    return principal;
  }

  /// The decoded path parameter `name`. The operation's path must have it.
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalStateException(operation + " came without the path parameter " + name);
    }
    return value;
  }

  /// The decoded query parameters; values given several times are joined by commas.
  public Map<String, String> queryParameters() {
    return queryParameters;
  }

  /// The decoded query parameters in the order of their first values, each with all of its values.
  public Map<String, List<String>> queryValues() {
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (rawQuery.isEmpty()) {
      queryParameters.forEach((name, value) -> values.put(name, List.of(value)));
    }
    for (String pair : rawQuery.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        values.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
      }
    }
    return values;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Problem.MalformedRequest("the query has a '%' that begins no encoded character")
          .exception();
    }
  }

  /// The header `name`, in any case; values given several times are joined by commas.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /// The body as it was sent, its content encoding not undone; shared, not to be changed.
  public byte[] body() {
    return body;
  }
}
