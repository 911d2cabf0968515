package dev.tarn.api;

import java.util.Map;

/// What one function serves.
public interface Routes {
  /// An endpoint for every operation of the function, and for no other.
  Map<Operation, Endpoint> endpoints();
}
