package dev.tarn.cost;

import java.util.List;

/// A part of what a lake takes in a month.
interface CostPart {
  /// What that part takes.
  List<Usage> usages(Workload workload);
}
