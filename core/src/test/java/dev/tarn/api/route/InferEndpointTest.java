package dev.tarn.api.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tarn.access.Principal;
import dev.tarn.api.ApiRequest;
import dev.tarn.api.ApiResponse;
import dev.tarn.api.Operation;
import dev.tarn.ingest.IngestLimits;
import dev.tarn.parquet.input.ForeignFiles;
import dev.tarn.parquet.input.ParquetInput;
import dev.tarn.parquet.input.ParquetInputLimits;
import dev.tarn.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class InferEndpointTest {
  private static ApiResponse ask(byte[] sample) {
    return new InferEndpoint(IngestLimits.DEFAULT, new ParquetInput(ParquetInputLimits.DEFAULT))
        .handle(
            new ApiRequest(
                "1",
                Operation.POST_INFER,
                Principal.withoutToken(),
                Map.of(),
                Map.of(),
                Map.of("content-type", "application/vnd.apache.parquet"),
                sample));
  }

  @Test
  void aParquetFileIsASample() {
    byte[] sample =
        ForeignFiles.rows(
            "message m { optional int64 seen (TIMESTAMP(MICROS,false)); required double x; }",
            ForeignFiles.Layout.USUAL,
            row -> row.append("seen", 1L).append("x", 2.0));

    ApiResponse answer = ask(sample);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .contains("\"eventTime\":\"seen\"", "timestamp-micros", "\"records\":1");
  }

  @Test
  void whatIsNoParquetIsRefused() {
    assertThatExceptionOfType(ProblemException.class)
        .isThrownBy(() -> ask("time\n0\n".getBytes(StandardCharsets.UTF_8)))
        .withMessageContaining("fewer than any Parquet file");
  }
}
