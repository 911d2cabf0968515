package dev.tarn.local.service;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a service answers.
record ServiceAnswer(int status, String type, String body) {
  private static final String JSON = "application/x-amz-json-1.0";

  static ServiceAnswer json(int status, String body) {
    return new ServiceAnswer(status, JSON, body);
  }

  static ServiceAnswer xml(int status, String body) {
    return new ServiceAnswer(status, "text/xml", body);
  }

  byte[] bytes() {
    return body.getBytes(UTF_8);
  }
}
