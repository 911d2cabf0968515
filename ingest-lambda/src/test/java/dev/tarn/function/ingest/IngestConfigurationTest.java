package dev.tarn.function.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.configuration.Settings;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IngestConfigurationTest {
  @Test
  void theLakeIsWhereTheEnvironmentSays() {
    IngestConfiguration configuration =
        IngestConfiguration.of(
            new Settings(
                Map.of(
                    "TARN_BUCKET", "lake-1",
                    "TARN_PREFIX", "a/b",
                    "TARN_S3_ENDPOINT", "http://127.0.0.1:9000",
                    "AWS_REGION", "us-east-1")));

    assertThat(configuration.lake().bucket()).isEqualTo("lake-1");
    assertThat(configuration.lake().prefix()).isEqualTo("a/b");
    assertThat(configuration.lake().endpoint()).contains(URI.create("http://127.0.0.1:9000"));
    assertThat(configuration.lake().pathStyle()).isTrue();
  }

  @Test
  void whatIsMissingOrWrongIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IngestConfiguration.of(new Settings(Map.of("AWS_REGION", "us-east-1"))))
        .withMessageContaining("TARN_BUCKET");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            IngestConfiguration.of(
                new Settings(Map.of("AWS_REGION", "us-east-1", "TARN_BUCKET", "No Bucket"))))
        .withMessageContaining("No Bucket");
  }
}
