package dev.tarn.record;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads symbols of an enum.
final class AvroSymbols implements AvroNode {
  private final List<String> symbols;
  private final byte[][] texts;
  private final int[] ordinals;
  private final ValueCodec codec;

  /// `ordinals` has the position among the dataset's symbols for each of `symbols`, or -1; it is
  /// empty where the dataset has strings.
  AvroSymbols(List<String> symbols, int[] ordinals, ValueCodec codec) {
    this.symbols = List.copyOf(symbols);
    this.ordinals = ordinals.clone();
    this.codec = codec;
    texts =
        symbols.stream()
            .map(symbol -> symbol.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
  }

  @Override
  public void read(AvroInput in, Reading out) throws Fault, DamagedBlock {
    int symbol = in.readIndex(texts.length);
    if (ordinals.length == 0) {
      codec.takeBytes(texts[symbol], 0, texts[symbol].length, out);
    } else if (ordinals[symbol] >= 0) {
      codec.takeOrdinal(ordinals[symbol], out);
    } else if (codec instanceof EnumCodec ours) {
      throw ours.none(symbols.get(symbol), out);
    } else {
      throw new IllegalStateException("ordinals of no enum");
    }
  }
}
