package dev.tarn.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  @TempDir private Path directory;

  @Test
  void theDemoIsRightOnANewLakeAndAgainOnTheSame() throws Exception {
    String first = demo();
    assertThat(first)
        .contains("→ 201  created")
        .contains("→ 422")
        .contains("1707 records, 1707 earthquakes")
        .contains("22km NNE of Hualian, Taiwan")
        .containsPattern("All \\d+ checks passed")
        .doesNotContain("\u001b");

    assertThat(demo())
        .contains("→ 200  there already, and unchanged")
        .contains("1707 records, 1707 earthquakes")
        .containsPattern("All \\d+ checks passed");
  }

  @Test
  void whatTheDemoPutInTheQueryCommandFinds() throws Exception {
    demo();
    try (TarnProcess query =
        TarnProcess.start(
            directory,
            "query",
            "SELECT count(*) AS n FROM earthquakes WHERE magnitude >= 6",
            "--lake",
            "lake",
            "--format",
            "ndjson")) {
      assertThat(query.exitCode()).describedAs(query.output()).isZero();
      assertThat(query.output()).contains("{\"n\":5}");
    }
  }

  private String demo() throws Exception {
    try (TarnProcess demo =
        TarnProcess.start(directory, "demo", "--exit", "--port", "0", "--lake", "lake")) {
      assertThat(demo.exitCode()).describedAs(demo.output()).isZero();
      return demo.output();
    }
  }
}
