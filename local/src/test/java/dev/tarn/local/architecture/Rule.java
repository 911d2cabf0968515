package dev.tarn.local.architecture;

import com.tngtech.archunit.lang.ArchRule;

/// A rule with a name for the test's report.
record Rule(String name, ArchRule rule) {
  @Override
  public String toString() {
    return name;
  }
}
