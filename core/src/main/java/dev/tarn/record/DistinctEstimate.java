package dev.tarn.record;

/// About how many distinct values there were, from their hashes: HyperLogLog (P. Flajolet et al.,
/// 2007) with linear counting for few, in 4 KiB and to about 2 %.
final class DistinctEstimate {
  private static final int INDEX_BITS = 12;
  private static final int REGISTERS = 1 << INDEX_BITS;
  private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

  private final byte[] registers = new byte[REGISTERS];

  /// Takes note of a value by its hash.
  void add(long hash) {
    int index = (int) (hash >>> (Long.SIZE - INDEX_BITS));
    int rank = Long.numberOfLeadingZeros(hash << INDEX_BITS | REGISTERS - 1) + 1;
    if (rank > registers[index]) {
      registers[index] = (byte) rank;
    }
  }

  /// Takes note of all that `other` did, of hashes by the same key.
  void add(DistinctEstimate other) {
    for (int i = 0; i < REGISTERS; i++) {
      registers[i] = (byte) Math.max(registers[i], other.registers[i]);
    }
  }

  /// The estimate.
  long count() {
    int[] withRank = new int[Long.SIZE];
    for (byte register : registers) {
      withRank[register]++;
    }
    int empty = withRank[0];
    double sum = 0;
    for (int rank = 0; rank < withRank.length; rank++) {
      sum += Math.scalb((double) withRank[rank], -rank);
    }
    double estimate = ALPHA * REGISTERS * REGISTERS / sum;
    boolean few = estimate <= 2.5 * REGISTERS && empty > 0;
    return Math.round(few ? REGISTERS * Math.log((double) REGISTERS / empty) : estimate);
  }
}
