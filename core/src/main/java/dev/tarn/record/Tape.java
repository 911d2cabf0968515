package dev.tarn.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Values one after another, as bytes. What they are is not on the tape: whoever reads it back
/// follows the same schema. It grows by blocks, so that it is never copied and needs little more
/// memory than what is on it.
final class Tape {
  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /// No value but a byte string takes more. Where less than this is left in a block, the next value
  /// begins the next block; readers go by the same rule.
  static final int ROOM = 10;

  private static final int FIRST_BLOCK = 1 << 16;
  private static final int LARGEST_BLOCK = 1 << 23;

  private byte[][] blocks = new byte[8][];
  private int last;
  private byte[] block;
  private int at;
  private long before;

  /// An empty tape.
  Tape() {
    this(FIRST_BLOCK);
  }

  /// An empty tape whose first block has `firstBlock` bytes.
  Tape(int firstBlock) {
    block = new byte[firstBlock];
    blocks[0] = block;
  }

  /// Where the next value will be put.
  long mark() {
    return (long) last << Integer.SIZE | at;
  }

  /// Takes everything off the tape that was put on it since `mark` was its end.
  void truncate(long mark) {
    int index = (int) (mark >>> Integer.SIZE);
    while (last > index) {
      blocks[last--] = new byte[0];
      before -= blocks[last].length;
    }
    block = blocks[index];
    at = (int) mark;
  }

  /// How many bytes the tape takes, unused ends of blocks included.
  long size() {
    return before + at;
  }

  /// Reads from `mark` on.
  TapeCursor cursor(long mark) {
    return new TapeCursor(blocks, mark);
  }

  void putByte(int value) {
    room();
    block[at++] = (byte) value;
  }

  void putInt(int value) {
    room();
    INT.set(block, at, value);
    at += Integer.BYTES;
  }

  void putLong(long value) {
    room();
    LONG.set(block, at, value);
    at += Long.BYTES;
  }

  /// A number from 0 on; the smaller it is, the fewer bytes it takes.
  void putCount(int value) {
    room();
    int rest = value;
    while (rest > 0x7f) {
      block[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    block[at++] = (byte) rest;
  }

  void putBytes(byte[] bytes) {
    putBytes(bytes, 0, bytes.length);
  }

  void putBytes(byte[] bytes, int from, int length) {
    int to = claim(length);
    System.arraycopy(bytes, from, block, to, length);
  }

  /// Puts `text` as a byte string in UTF-8. Returns its length, or -1, having put nothing, if
  /// `text` has a surrogate that is not one of a pair.
  int putText(char[] text, int offset, int length) {
    long mark = mark();
    int from = claim(length);
    byte[] to = block;
    int bits = 0;
    for (int i = 0; i < length; i++) {
      char c = text[offset + i];
      bits |= c;
      to[from + i] = (byte) c;
    }
    if (bits < 0x80) {
      return length;
    }
    truncate(mark);
    int size = Utf8.length(text, offset, length);
    if (size >= 0) {
      int start = claim(size);
      Utf8.encode(text, offset, length, block, start);
    }
    return size;
  }

  /// The keyed hash of the `size` bytes put last.
  long hashLast(int size, long seed) {
    return ByteHash.hash(block, at - size, size, seed);
  }

  /// Begins a byte string of `length` bytes, to be filled in at the returned index of the block.
  private int claim(int length) {
    putCount(length);
    if (block.length - at < length) {
      next(length);
    }
    int from = at;
    at += length;
    return from;
  }

  private void room() {
    if (block.length - at < ROOM) {
      next(ROOM);
    }
  }

  private void next(int needed) {
    before += block.length;
    last++;
    if (last == blocks.length) {
      blocks = Arrays.copyOf(blocks, last * 2);
    }
    long grown = Math.clamp(before / 4, FIRST_BLOCK, LARGEST_BLOCK);
    block = new byte[(int) Math.max(grown, needed)];
    blocks[last] = block;
    at = 0;
  }
}
