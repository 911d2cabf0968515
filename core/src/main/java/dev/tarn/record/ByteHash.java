package dev.tarn.record;

/// A keyed 64-bit hash of bytes: even, quick, and not to be foreseen without its key. It is no
/// cryptographic hash.
final class ByteHash {
  private static final long A = 0x9e3779b97f4a7c15L;
  private static final long B = 0xd6e8feb86659fd93L;

  private ByteHash() {}

  static long hash(byte[] bytes, int offset, int length, long seed) {
    long state = seed ^ A;
    int i = 0;
    for (; i <= length - Long.BYTES; i += Long.BYTES) {
      state = mix(state ^ (long) Tape.LONG.get(bytes, offset + i), B ^ seed);
    }
    long tail = 0;
    for (; i < length; i++) {
      tail = tail << 8 | (bytes[offset + i] & 0xff);
    }
    return mix(mix(state ^ tail, A), B ^ length);
  }

  /// Folds the 128-bit product of two numbers.
  private static long mix(long a, long b) {
    long product = a * b;
    long folded = product ^ Math.unsignedMultiplyHigh(a, b);
    return folded ^ a;
  }
}
