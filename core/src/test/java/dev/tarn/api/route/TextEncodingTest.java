package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.problem.Place;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextEncodingTest {
  private static final int MOST = 100_000;

  private static Problem problem(String charset, byte[] body) {
    return assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> TextEncoding.of(Optional.of(charset)).toUtf8(body, MOST))
        .actual()
        .problem();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ISO-8859-1", "windows-1252", "UTF-16", "utf-16le", "utf-16be"})
  void otherEncodingsBecomeUtf8(String charset) {
    String text = "time,größe\n0,ß\n".repeat(2_000);

    assertThat(
            TextEncoding.of(Optional.of(charset))
                .toUtf8(text.getBytes(Charset.forName(charset)), MOST))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(text);
  }

  @Test
  void utf8StaysAsItIs() {
    byte[] body = {'a', (byte) 0xff};

    assertThat(TextEncoding.of(Optional.empty()).toUtf8(body, MOST)).isSameAs(body);
    assertThat(TextEncoding.of(Optional.of("UTF-8")).toUtf8(body, MOST)).isSameAs(body);
  }

  @Test
  void whatIsNoTextOfTheEncodingIsPlaced() {
    byte[] cut = Arrays.copyOf("a\nbc".getBytes(StandardCharsets.UTF_16LE), 7);

    assertThat(problem("utf-16le", cut).place()).contains(Place.position(2, 2));
    assertThat(problem("windows-1252", new byte[] {'a', (byte) 0x81}).place())
        .contains(Place.position(1, 2));
    assertThat(problem("latin1", "ü".repeat(60_000).getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Problem.PayloadTooLarge.class);
    assertThat(problem("utf-7", cut)).isInstanceOf(Problem.UnsupportedMediaType.class);
  }
}
