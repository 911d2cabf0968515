package dev.tarn.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource({
    "event_date=2026-01-01, event_date=2026-01-01",
    "00000000000000000010.checkpoint.parquet, 00000000000000000010.checkpoint.parquet",
    ".crc, .crc",
    "A, %41",
    "50%, 50%25",
    "é, %C3%A9",
    "a:b*c, a%3Ab%2Ac",
    "end., end%2E",
    "..., ..%2E",
    ".tarn-store, %2Etarn-store",
  })
  void escapesWhatFileSystemsDisagreeOn(String segment, String name) {
    assertThat(FileNames.of(segment)).containsExactly(name);
    assertThat(FileNames.segment(List.of(name))).contains(segment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "%",
        "%4",
        "%zz",
        "%61",
        "%c3%a9",
        "%C3",
        "a%2Fb",
        ".",
        "..",
        "x.",
        ".tarn-store",
        "%2E",
        "%0A",
        "a:b"
      })
  void knowsNamesThatItNeverGives(String name) {
    assertThat(FileNames.segment(List.of(name))).isEmpty();
  }

  @Test
  void givesNamesThatFitIntoADirectoryEntry() {
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 2000; round++) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(250);
      for (int i = 0; i < length; i++) {
        int codePoint =
            random.nextInt(4) > 0 ? 0x20 + random.nextInt(0x5f) : random.nextInt(0xd800);
        if (codePoint >= 0x20 && codePoint != '/' && codePoint != '\\' && codePoint != 0x7f) {
          text.appendCodePoint(codePoint);
        }
      }
      String segment = text + "x";
      List<String> names = FileNames.of(segment);

      assertThat(FileNames.segment(names)).contains(segment);
      assertThat(names).allSatisfy(name -> assertThat(name).hasSizeLessThan(256));
      assertThat(String.join("", names).replace(FileNames.CONTINUED, ""))
          .matches("([^A-Z/%:*]|%[0-9A-F]{2})*");
      assertThat(names.subList(0, names.size() - 1))
          .allSatisfy(name -> assertThat(name).endsWith(FileNames.CONTINUED));
    }
  }
}
