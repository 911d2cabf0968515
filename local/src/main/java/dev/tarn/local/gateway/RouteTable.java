package dev.tarn.local.gateway;

import dev.tarn.api.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the operation that a method and a path lead to as HTTP APIs do: a literal segment goes
/// before a parameter, a parameter takes exactly one non-empty segment, and a trailing slash makes
/// another path.
final class RouteTable {
  private final List<Template> templates;

  RouteTable(Collection<Operation> operations) {
    templates = operations.stream().map(Template::new).toList();
  }

  /// Where `method` on the decoded `path` leads.
  Route find(String method, String path) {
    String[] segments = segments(path);
    List<String> allowed = new ArrayList<>();
    Optional<Match> best = Optional.empty();
    for (Template template : templates) {
      Optional<Match> match = template.match(segments);
      if (match.isEmpty()) {
        continue;
      }
      if (!template.operation.method().equals(method)) {
        allowed.add(template.operation.method());
      } else if (best.isEmpty() || match.get().isMoreSpecificThan(best.get())) {
        best = match;
      }
    }
    if (best.isPresent()) {
      return new Route.Served(best.get().operation, best.get().parameters);
    }
    return allowed.isEmpty()
        ? new Route.Unknown()
        : new Route.OtherMethods(allowed.stream().distinct().sorted().toList());
  }

  private static String[] segments(String path) {
    return path.split("/", -1);
  }

  private record Match(Operation operation, Map<String, String> parameters, String literals) {
    /// Literal segments are marked `1` and parameters `0`, the first segment first.
    boolean isMoreSpecificThan(Match other) {
      return literals.compareTo(other.literals) > 0;
    }
  }

  private static final class Template {
    private final Operation operation;
    private final String[] segments;

    Template(Operation operation) {
      this.operation = operation;
      this.segments = segments(operation.path());
    }

    Optional<Match> match(String[] given) {
      if (given.length != segments.length) {
        return Optional.empty();
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      StringBuilder literals = new StringBuilder();
      for (int i = 0; i < segments.length; i++) {
        String segment = segments[i];
        boolean parameter = segment.startsWith("{");
        if (parameter ? given[i].isEmpty() : !given[i].equals(segment)) {
          return Optional.empty();
        }
        if (parameter) {
          parameters.put(segment.substring(1, segment.length() - 1), given[i]);
        }
        literals.append(parameter ? '0' : '1');
      }
      return Optional.of(new Match(operation, parameters, literals.toString()));
    }
  }
}
