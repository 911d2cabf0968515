package dev.tarn.local.planted.query;

import jakarta.inject.Inject;
import java.util.Map;

class QueryHelper {
  static int calls = 0;

  @Inject String injected;

  Map<String, String> environment() {
    return System.getenv();
  }
}
