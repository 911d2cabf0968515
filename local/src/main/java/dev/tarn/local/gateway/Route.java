package dev.tarn.local.gateway;

import dev.tarn.api.Operation;
import java.util.List;
import java.util.Map;

/// What a method and a path lead to.
sealed interface Route {
  /// An operation, and what its path's parameters hold.
  record Served(Operation operation, Map<String, String> parameters) implements Route {}

  /// A path that is served with other methods.
  record OtherMethods(List<String> allowed) implements Route {}

  /// A path that is not served.
  record Unknown() implements Route {}
}
