package dev.tarn.parquet.input;

/// Numbers by their differences (Parquet's DELTA_BINARY_PACKED). The library's reader takes memory
/// for as many as the page claims.
final class DeltaNumbers implements PageValues {
  private static final int LARGEST_BLOCK = 1 << 20;

  private final byte[] bytes;
  private final int to;
  private final boolean narrow;
  private final int miniBlocks;
  private final int perMiniBlock;
  private final long total;
  private final int body;
  private long read;
  private long value;
  private int at;
  private int miniBlock;
  private int widths;
  private int left;
  private int width;
  private int base;
  private long bit;
  private long leastDelta;

  /// The numbers in the bytes from `from` to `to`, exclusively, or in fewer of them.
  ///
  /// @param narrow whether they are of 32 bits, and differences wrap around so
  DeltaNumbers(byte[] bytes, int from, int to, boolean narrow) throws DamagedData {
    this.bytes = bytes;
    this.to = to;
    this.narrow = narrow;
    at = from;
    long block = unsigned();
    long parts = unsigned();
    total = unsigned();
    value = signed();
    if (block < 1
        || block > LARGEST_BLOCK
        || parts < 1
        || parts > block
        || block % (parts * Byte.SIZE) != 0) {
      throw new DamagedData("its blocks have " + block + " numbers in " + parts + " parts");
    }
    miniBlocks = (int) parts;
    perMiniBlock = (int) (block / parts);
    miniBlock = miniBlocks;
    body = at;
  }

  /// How many numbers it says there are.
  long total() {
    return total;
  }

  /// Where the bytes after the numbers begin.
  int end() throws DamagedData {
    int end = body;
    long values = total - 1;
    while (values > 0) {
      end = pastVarint(end);
      int sizes = end;
      end = within(end + (long) miniBlocks);
      for (int i = 0; i < miniBlocks && values > 0; i++, values -= perMiniBlock) {
        end = within(end + (long) (bytes[sizes + i] & 0xff) * perMiniBlock / Byte.SIZE);
      }
    }
    return end;
  }

  private int within(long end) throws DamagedData {
    if (end > to) {
      throw new DamagedData("its numbers end too early");
    }
    return (int) end;
  }

  private int pastVarint(int from) throws DamagedData {
    int end = from;
    while (end < to && bytes[end] < 0) {
      end++;
    }
    return within(end + 1L);
  }

  @Override
  public long number() throws DamagedData {
    if (read >= total) {
      throw new DamagedData("it has " + total + " numbers, and more are asked for");
    }
    if (read++ > 0) {
      if (left == 0) {
        nextMiniBlock();
      }
      left--;
      value += leastDelta + unpacked();
    }
    return narrow ? (int) value : value;
  }

  private void nextMiniBlock() throws DamagedData {
    if (miniBlock == miniBlocks) {
      leastDelta = signed();
      widths = at;
      at = within(at + (long) miniBlocks);
      miniBlock = 0;
    }
    width = bytes[widths + miniBlock] & 0xff;
    if (width > Long.SIZE) {
      throw new DamagedData("its numbers have " + width + " bits");
    }
    miniBlock++;
    left = perMiniBlock;
    base = at;
    bit = 0;
    at = within(at + (long) width * perMiniBlock / Byte.SIZE);
  }

  private long unpacked() {
    if (width == 0) {
      return 0;
    }
    int first = base + (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    int last = base + (int) ((bit + width - 1) >>> 3);
    long unpacked = 0;
    for (int i = first; i <= Math.min(last, first + 7); i++) {
      unpacked |= (bytes[i] & 0xffL) << ((i - first) * Byte.SIZE);
    }
    unpacked >>>= shift;
    if (last > first + 7) {
      unpacked |= (bytes[last] & 0xffL) << (Long.SIZE - shift);
    }
    bit += width;
    return width == Long.SIZE ? unpacked : unpacked & (1L << width) - 1;
  }

  private long signed() throws DamagedData {
    long number = unsigned();
    return number >>> 1 ^ -(number & 1);
  }

  private long unsigned() throws DamagedData {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at >= to) {
        throw new DamagedData("its numbers end too early");
      }
      byte next = bytes[at++];
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw new DamagedData("it has a number of more than 64 bits");
  }
}
