package dev.tarn.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Utf8Test {
  private static final int TRIALS = 300_000;

  /// The JDK's decoder stops where the first malformed character begins.
  @Test
  void findsTheMalformedCharacterThatTheJdkFinds() {
    Random random = new Random(1);
    int[] telling = {
      0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1,
      0xed, 0xef, 0xf0, 0xf1, 0xf4, 0xf5, 0xff
    };
    for (int i = 0; i < TRIALS; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) (random.nextInt(3) == 0 ? 'a' : telling[random.nextInt(telling.length)]);
      }
      ByteBuffer in = ByteBuffer.wrap(bytes);
      CoderResult result =
          StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(64), true);

      assertThat(Utf8.malformed(bytes, 0, bytes.length))
          .as(Arrays.toString(bytes))
          .isEqualTo(result.isError() ? in.position() : -1);
    }
  }

  @Test
  void encodesEveryCodePointAsTheJdkDoes() {
    for (int point = 0; point <= Character.MAX_CODE_POINT; point++) {
      char[] text = ("a" + Character.toString(point) + "z").toCharArray();
      boolean half = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      int size = Utf8.length(text, 0, text.length);
      if (half) {
        assertThat(size).isEqualTo(-1);
        continue;
      }
      byte[] encoded = new byte[size];
      Utf8.encode(text, 0, text.length, encoded, 0);
      byte[] expected = new String(text).getBytes(StandardCharsets.UTF_8);
      if (!Arrays.equals(encoded, expected)) {
        assertThat(encoded).isEqualTo(expected);
      }
    }
  }
}
