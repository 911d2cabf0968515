package dev.tarn.record;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `enum`: one of its symbols, as a string.
final class EnumCodec implements ValueCodec {
  private static final int SHOWN = 20;

  private final List<String> symbols;
  private final byte[][] texts;
  private final Map<String, Integer> ordinals = new HashMap<>();

  EnumCodec(List<String> symbols) {
    this.symbols = List.copyOf(symbols);
    texts = new byte[symbols.size()][];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = symbols.get(i).getBytes(StandardCharsets.UTF_8);
      ordinals.put(symbols.get(i), i);
    }
  }

  @Override
  public void read(Reading in) throws IOException, Fault {
    if (in.json().currentToken() != JsonToken.VALUE_STRING) {
      throw in.wrongType(wanted());
    }
    Integer ordinal = ordinals.get(in.json().getText());
    if (ordinal == null) {
      throw in.fault(Fault.Code.ENUM, "expected " + wanted() + " but found " + in.found());
    }
    in.tape().putCount(ordinal);
  }

  @Override
  public void takeBytes(byte[] bytes, int from, int length, Reading in) throws Fault {
    in.checkLength(length);
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    Integer ordinal = ordinals.get(text);
    if (ordinal == null) {
      throw none(text, in);
    }
    in.tape().putCount(ordinal);
  }

  @Override
  public void takeOrdinal(int ordinal, Reading in) {
    in.tape().putCount(ordinal);
  }

  /// The fault of a value that is none of the symbols.
  Fault none(String text, Reading in) {
    return in.fault(
        Fault.Code.ENUM,
        "expected " + wanted() + " but found the symbol \"" + Reading.shown(text) + "\"");
  }

  private String wanted() {
    String shown = String.join(", ", symbols.subList(0, Math.min(SHOWN, symbols.size())));
    return "one of " + shown + (symbols.size() > SHOWN ? ", …" : "");
  }

  @Override
  public void replay(TapeCursor tape, RecordVisitor visitor) {
    byte[] text = texts[tape.readCount()];
    visitor.addBytes(text, 0, text.length);
  }

  @Override
  public void put(Object value, Tape tape) {
    Integer ordinal = ordinals.get((String) value);
    if (ordinal == null) {
      throw new IllegalArgumentException("the default '" + value + "' is none of the symbols");
    }
    tape.putCount(ordinal);
  }
}
