package dev.tarn.audit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Findings of one audit: counted, and kept up to a number. For use by one thread.
final class Findings {
  private static final int KEPT = 1_000;

  private final Set<Finding> faults = new LinkedHashSet<>();
  private final List<Finding> notes = new ArrayList<>();
  private long faultCount;

  /// Adds `finding`, unless it is there.
  void add(Finding finding) {
    switch (finding.severity()) {
      case FAULT -> {
        if (faults.contains(finding)) {
          return;
        }
        faultCount++;
        if (faults.size() < KEPT) {
          faults.add(finding);
        }
      }
      case NOTE -> {
        if (notes.size() < KEPT) {
          notes.add(finding);
        }
      }
    }
  }

  long faultCount() {
    return faultCount;
  }

  /// Those kept, faults first.
  List<Finding> kept() {
    List<Finding> all = new ArrayList<>(faults);
    all.addAll(notes);
    return all;
  }
}
