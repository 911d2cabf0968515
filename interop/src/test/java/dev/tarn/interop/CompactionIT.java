package dev.tarn.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spark and Tarn read the rows that went in after each of several compactions, and after a
/// compaction was killed at each of its stages, while Tarn serves the same lake; and `fsck` finds
/// no fault then.
class CompactionIT {
  private static final int ROUNDS = 3;
  private static final int BATCHES = 4;
  private static final int ROWS = 6;
  private static final List<String> STAGES =
      List.of(
          "before fetch",
          "after fetch",
          "merge",
          "merged",
          "before put",
          "after put",
          "before commit",
          "after commit");
  private static final String TEXTS =
      "SELECT CONCAT(number, ' ', event_date, ' ', place, ' ', COALESCE(note, '-')) AS row_text"
          + " FROM compacted";
  private static final Pattern LINE = Pattern.compile("\"row_text\":\\s*\"([^\"]*)\"");
  private static final String DEFINITION =
      """
      {"schema": {"type": "record", "name": "Compacted", "fields": [
         {"name": "time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
         {"name": "place", "type": "string"},
         {"name": "number", "type": "long"}%s]},
       "eventTime": "time", "clusterBy": ["place"]}
      """;
  private static final String NOTE = ", {\"name\": \"note\", \"type\": [\"null\", \"string\"]}";

  @TempDir Path lake;
  @TempDir Path scratch;
  @TempDir Path warehouse;

  private final List<String> sent = new ArrayList<>();

  @Test
  void theRowsAreThoseThatWentInWhateverCompactionDoes() throws IOException, InterruptedException {
    CompactProcess compaction = new CompactProcess(lake, scratch);
    try (TarnProcess tarn = TarnProcess.start(lake);
        SparkLake spark = new SparkLake(lake, warehouse)) {
      assertThat(tarn.put("/v1/datasets/compacted", DEFINITION.formatted("")).statusCode())
          .isEqualTo(201);
      send(tarn, false);
      assertThat(tarn.put("/v1/datasets/compacted", DEFINITION.formatted(NOTE)).statusCode())
          .isEqualTo(200);
      for (int round = 0; round < ROUNDS; round++) {
        send(tarn, true);
        String[] files = compaction.compact("compacted").split(" ", -1);
        assertThat(Integer.parseInt(files[0])).isGreaterThanOrEqualTo(2 * BATCHES);
        assertThat(Integer.parseInt(files[1])).isLessThanOrEqualTo(4);
        verify("round " + round, tarn, spark);
        assertThat(compaction.compact("compacted")).isEqualTo("0 0");
      }
      for (String stage : STAGES) {
        send(tarn, true);
        compaction.kill("compacted", stage);
        verify(stage, tarn, spark);
        // A file that was put and not committed is one that an append may be about to commit.
        assertThat(tarn.fsck("compacted")).as(stage).startsWith("0 ").contains("0 faults");
      }
      var _ = compaction.compact("compacted");
      verify("the end", tarn, spark);
      assertThat(compaction.compact("compacted")).isEqualTo("0 0");
    }
  }

  private void verify(String about, TarnProcess tarn, SparkLake spark)
      throws IOException, InterruptedException {
    spark.open("compacted");
    assertThat(spark.query(TEXTS).stream().map(row -> row.getString(0)).toList())
        .as(about)
        .containsExactlyInAnyOrderElementsOf(sent);
    HttpResponse<String> answer = tarn.query(TEXTS);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(LINE.matcher(answer.body()).results().map(line -> line.group(1)).toList())
        .as(about)
        .containsExactlyInAnyOrderElementsOf(sent);
  }

  /// Sends some batches of records of two days.
  private void send(TarnProcess tarn, boolean noted) throws IOException, InterruptedException {
    for (int batch = 0; batch < BATCHES; batch++) {
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < ROWS; i++) {
        int number = sent.size();
        String day = "2026-03-0" + (1 + i % 2);
        String place = "p" + number * 7 % 10;
        boolean note = noted && number % 3 == 0;
        lines.append(
            """
            {"time": "%sT12:00:00Z", "place": "%s", "number": %d%s}
            """
                .formatted(day, place, number, note ? ", \"note\": \"n" + number + "\"" : ""));
        sent.add(number + " " + day + " " + place + " " + (note ? "n" + number : "-"));
      }
      HttpResponse<String> answer = tarn.records("compacted", Optional.empty(), lines.toString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }
  }
}
