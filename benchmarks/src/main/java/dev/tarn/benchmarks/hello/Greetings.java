package dev.tarn.benchmarks.hello;

import jakarta.inject.Inject;

final class Greetings {
  @Inject
  Greetings() {}

  String to(String name) {
    return "Hello, " + name;
  }
}
