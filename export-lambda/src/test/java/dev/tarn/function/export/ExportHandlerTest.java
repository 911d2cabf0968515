package dev.tarn.function.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tarn.configuration.Settings;
import dev.tarn.metric.memory.MemoryMetrics;
import dev.tarn.store.memory.MemoryStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import org.crac.Core;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

final class ExportHandlerTest {
  private static final String EVENT =
      """
      {"version": "2.0", "routeKey": "GET /v1/health/export", "rawPath": "/v1/health/export",
       "requestContext": {"requestId": "r"}, "headers": {}, "isBase64Encoded": false}
      """;

  @Test
  void healthSaysWhatRuns() throws Exception {
    ExportHandler handler =
        new ExportHandler(
            ExportComponent.factory()
                .create(new MemoryStore(Clock.systemUTC()), new MemoryMetrics()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    handler.handleRequest(
        new ByteArrayInputStream(EVENT.getBytes(StandardCharsets.UTF_8)),
        out,
        Mockito.mock(Context.class));

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("\"statusCode\":200")
        .contains("\\\"function\\\":\\\"export\\\"");
  }

  @Test
  void primingAnswersItsRequest() {
    assertThatCode(() -> new ExportPriming().beforeCheckpoint(Core.getGlobalContext()))
        .doesNotThrowAnyException();
  }

  @Test
  void aMissingSettingIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExportConfiguration.of(new Settings(Map.of("TARN_BUCKET", "lake-1"))))
        .withMessageContaining("AWS_REGION");
  }
}
