package dev.tarn.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyOrderTest {
  private static final int[] CODE_POINTS = {
    '!', '/', '0', 'a', 0xe9, 0xd7ff, 0xe000, 0xff5a, 0x1f600
  };

  @Test
  void isTheOrderOfBytes() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 10_000; round++) {
      String left = text(random);
      String right = text(random);
      int bytes = Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8));

      assertThat(Integer.signum(KeyOrder.compare(left, right)))
          .as("%s against %s", left, right)
          .isEqualTo(Integer.signum(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "/a", "a/", "a//b", ".", "a/../b", "a\\b", "a\nb", "\u007f", "\ud83d", "\ude00x"
      })
  void isOfKeysThatAreSafePaths(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey(text));
  }

  @Test
  void isOfKeysOfUpToAThousandAndTwentyFourBytes() {
    assertThat(new ObjectKey("é".repeat(512)).value()).hasSize(512);
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectKey("é".repeat(512) + "x"));
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(4); length > 0; length--) {
      text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return text.toString();
  }
}
