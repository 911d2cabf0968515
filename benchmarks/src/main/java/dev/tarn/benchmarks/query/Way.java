package dev.tarn.benchmarks.query;

/// A way to ask a question of the table. It gives the number of rows of the answer, or of what it
/// was made from.
@FunctionalInterface
interface Way {
  long ask(Question question) throws Exception;
}
