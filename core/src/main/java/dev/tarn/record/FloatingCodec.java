package dev.tarn.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/// `float` and `double`: a JSON number, rounded to the nearest value of the type (what is beyond
/// its greatest is refused), or one of the strings `NaN`, `Infinity` and `-Infinity`.
abstract class FloatingCodec implements ValueCodec {
  private FloatingCodec() {}

  /// `float`.
  static FloatingCodec ofFloat() {
    return new OfFloat();
  }

  /// `double`.
  static FloatingCodec ofDouble() {
    return new OfDouble();
  }

  @Override
  public CellForm cellForm() {
    return CellForm.NUMBER;
  }

  private static final class OfFloat extends FloatingCodec {
    @Override
    public boolean isFloat() {
      return true;
    }

    @Override
    public void takeDouble(double value, Reading in) {
      in.tape().putInt(Float.floatToRawIntBits((float) value));
    }

    @Override
    public void read(Reading in) throws IOException, Fault {
      JsonParser json = in.json();
      float value;
      if (isNumber(json)) {
        value =
            NumberText.toFloat(
                json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        if (Float.isInfinite(value)) {
          throw beyond(in, "a float");
        }
      } else {
        value = (float) named(in, "a float");
      }
      in.tape().putInt(Float.floatToRawIntBits(value));
    }

    @Override
    public void replay(TapeCursor tape, RecordVisitor visitor) {
      visitor.addFloat(Float.intBitsToFloat(tape.readInt()));
    }

    @Override
    public void put(Object value, Tape tape) {
      tape.putInt(Float.floatToRawIntBits(((Number) value).floatValue()));
    }
  }

  private static final class OfDouble extends FloatingCodec {
    @Override
    public void takeDouble(double value, Reading in) {
      in.tape().putLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void read(Reading in) throws IOException, Fault {
      JsonParser json = in.json();
      double value;
      if (isNumber(json)) {
        value =
            NumberText.toDouble(
                json.getTextCharacters(), json.getTextOffset(), json.getTextLength());
        if (Double.isInfinite(value)) {
          throw beyond(in, "a double");
        }
      } else {
        value = named(in, "a double");
      }
      in.tape().putLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void replay(TapeCursor tape, RecordVisitor visitor) {
      visitor.addDouble(Double.longBitsToDouble(tape.readLong()));
    }

    @Override
    public void put(Object value, Tape tape) {
      tape.putLong(Double.doubleToRawLongBits(((Number) value).doubleValue()));
    }
  }

  private static boolean isNumber(JsonParser json) {
    JsonToken token = json.currentToken();
    return token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT;
  }

  private static Fault beyond(Reading in, String type) throws IOException {
    return in.fault(Fault.Code.RANGE, in.found() + " is beyond the greatest value of " + type);
  }

  private static double named(Reading in, String type) throws IOException, Fault {
    String wanted = type + " (a number, \"NaN\", \"Infinity\" or \"-Infinity\")";
    if (in.json().currentToken() != JsonToken.VALUE_STRING) {
      throw in.wrongType(wanted);
    }
    return switch (in.json().getText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw in.wrongType(wanted);
    };
  }
}
