package dev.tarn.function.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.configuration.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExportConfigurationTest {
  private static final Map<String, String> LEAST =
      Map.of(
          "TARN_BUCKET", "lake-1",
          "AWS_REGION", "eu-central-1",
          "TARN_PUBLISH_BUCKET", "published-1",
          "TARN_PUBLISH_URL", "https://files.example",
          "TARN_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/000000000000/tarn-jobs");

  private static ExportConfiguration with(String name, String value) {
    Map<String, String> variables = new HashMap<>(LEAST);
    variables.put(name, value);
    return ExportConfiguration.of(new Settings(variables));
  }

  @Test
  void theRestHasDefaults() {
    ExportConfiguration configuration = ExportConfiguration.of(new Settings(LEAST));

    assertThat(configuration.published().bucket()).isEqualTo("published-1");
    assertThat(configuration.athena()).isEmpty();
    assertThat(configuration.resources().publishedUrl()).isEqualTo("https://files.example/");
    assertThat(configuration.resources().memoryMegabytes()).isEqualTo(3_072);
    assertThat(configuration.resources().retention().files()).isEqualTo(Duration.ofDays(7));
    assertThat(configuration.resources().retention().log()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void moreMemoryIsForTheEngine() {
    ExportResources less = with("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "2048").resources();
    ExportResources more = with("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "4096").resources();

    assertThat(more.exports().query().memoryBytes() - less.exports().query().memoryBytes())
        .isEqualTo(2_048L << 20);
    assertThat(more.exports().query().threads()).isGreaterThan(less.exports().query().threads());
  }

  @Test
  void largeExportsGoToAthenaWhereItHasADatabase() {
    assertThat(with("TARN_ATHENA_DATABASE", "tarn").athena()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TARN_BUCKET",
        "AWS_REGION",
        "TARN_PUBLISH_BUCKET",
        "TARN_PUBLISH_URL",
        "TARN_QUEUE_URL"
      })
  void whatIsMissingIsNamed(String name) {
    Map<String, String> variables = new HashMap<>(LEAST);
    variables.remove(name);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> ExportConfiguration.of(new Settings(variables)))
        .withMessageContaining(name);
  }

  @ParameterizedTest
  @CsvSource({
    "TARN_PUBLISH_BUCKET, Not_A_Bucket",
    "TARN_ATHENA_DATABASE, no;database",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE, 512",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE, much",
    "TARN_TEMPORARY_BYTES, 1",
    "TARN_QUERY_MAX_BYTES, 0",
    "TARN_FILE_RETENTION_DAYS, 0",
    "TARN_LOG_RETENTION_DAYS, 6",
  })
  void whatDoesNotFitIsNamed(String name, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(name, value))
        .withMessageContaining(name);
  }
}
