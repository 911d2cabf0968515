package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class NumberTextTest {
  private static final int TRIALS = 300_000;
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  @Test
  void roundsAsTheJdkDoes() {
    Random random = new Random(3);
    for (int i = 0; i < TRIALS; i++) {
      String number = number(random);
      char[] text = number.toCharArray();

      double asDouble = NumberText.toDouble(text, 0, text.length);
      float asFloat = NumberText.toFloat(text, 0, text.length);

      if (Double.doubleToRawLongBits(asDouble)
          != Double.doubleToRawLongBits(Double.parseDouble(number))) {
        assertThat(asDouble).as(number).isEqualTo(Double.parseDouble(number));
      }
      if (Float.floatToRawIntBits(asFloat) != Float.floatToRawIntBits(Float.parseFloat(number))) {
        assertThat(asFloat).as(number).isEqualTo(Float.parseFloat(number));
      }
    }
  }

  private static String number(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> Double.toString(Double.longBitsToDouble(finite(random.nextLong())));
      case 1 -> Float.toString(random.nextFloat());
      case 2 ->
          (random.nextBoolean() ? "-" : "") + random.nextInt(1 << 30) + "." + random.nextInt(9999);
      case 3 -> new BigInteger(random.nextInt(90), random) + "e" + (random.nextInt(60) - 30);
      case 4 -> random.nextLong() + "";
      default ->
          "0."
              + "0".repeat(random.nextInt(20))
              + random.nextInt(1_000_000)
              + "E-"
              + random.nextInt(330);
    };
  }

  private static long finite(long bits) {
    return Double.isFinite(Double.longBitsToDouble(bits)) ? bits : bits >>> 12;
  }

  @Test
  void roundsHalvesToEven() {
    for (String number :
        new String[] {
          "9007199254740993",
          "9007199254740992.5",
          "9007199254740991e1",
          "0.1e23",
          "1e22",
          "1e23",
          "4.35",
          "2.2250738585072012e-308",
          "4.9e-324",
          "2.4e-324",
          "1.7976931348623158e308",
          "16777217",
          "1.00000017881393432617187499",
          "1.000000178813934326171875",
          "1.00000017881393432617187501"
        }) {
      char[] text = number.toCharArray();

      assertThat(NumberText.toDouble(text, 0, text.length)).isEqualTo(Double.parseDouble(number));
      assertThat(NumberText.toFloat(text, 0, text.length)).isEqualTo(Float.parseFloat(number));
    }
  }

  @Test
  void knowsTheBoundsOfLong() {
    Random random = new Random(5);
    BigInteger least = BigInteger.valueOf(Long.MIN_VALUE);
    BigInteger greatest = BigInteger.valueOf(Long.MAX_VALUE);
    for (int i = 0; i < 20_000; i++) {
      BigInteger near =
          (random.nextBoolean() ? least : greatest)
              .add(BigInteger.valueOf(random.nextInt(50) - 25));
      BigInteger number = i % 2 == 0 ? near : new BigInteger(random.nextInt(80), random).negate();
      char[] text = number.toString().toCharArray();
      boolean fits = number.compareTo(least) >= 0 && number.compareTo(greatest) <= 0;

      assertThat(NumberText.fitsLong(text, 0, text.length)).as(number.toString()).isEqualTo(fits);
      if (fits) {
        assertThat(NumberText.toLong(text, 0, text.length)).isEqualTo(number.longValueExact());
      }
    }
  }

  @Test
  void knowsANumberByTheGrammarOfJson() {
    Random random = new Random(9);
    String letters = "0123456789-+.eE";
    for (int i = 0; i < TRIALS; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(9); j > 0; j--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      char[] characters = text.toString().toCharArray();

      assertThat(NumberText.isNumber(characters, 0, characters.length))
          .as(text.toString())
          .isEqualTo(NUMBER.matcher(text).matches());
    }
  }
}
