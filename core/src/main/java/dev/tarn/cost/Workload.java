package dev.tarn.cost;

/// Everything that a month's cost depends on.
public record Workload(Fleet fleet, Demand demand, Deployment deployment, Timing timing) {}
