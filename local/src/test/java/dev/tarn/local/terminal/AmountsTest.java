package dev.tarn.local.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "92574, 93 kB",
    "9949, 9.9 kB",
    "9950, 10 kB",
    "999500, 1.0 MB",
    "5000000000, 5.0 GB"
  })
  void bytesAreInPowersOfAThousand(long bytes, String text) {
    assertThat(Amounts.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, $0", "0.00000423, $0.0000042", "0.5, $0.5", "1.239, $1.24", "12.5, $12.5"})
  void dollarsHaveTwoDigitsThatMatter(double dollars, String text) {
    assertThat(Amounts.dollars(dollars)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 ms", "999, 999 ms", "1240, 1.2 s"})
  void timesAreInMillisecondsOrSeconds(long millis, String text) {
    assertThat(Amounts.time(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"0;0 files", "1;1 file", "1707;1,707 files"})
  void thingsAreCounted(long number, String text) {
    assertThat(Amounts.count(number, "file")).isEqualTo(text);
  }
}
