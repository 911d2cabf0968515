package dev.tarn.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.aws.Patience;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3StoreConfigurationTest {
  private static final S3Credentials CREDENTIALS = new S3Credentials("id", "secret");
  private static final URI ENDPOINT = URI.create("http://127.0.0.1:9000");

  @Test
  void ofAwsLeavesEndpointAndCredentialsToTheSdk() {
    S3StoreConfiguration configuration = S3StoreConfiguration.inAws("my-lake.x", "eu-central-1");

    assertThat(configuration.endpoint()).isEmpty();
    assertThat(configuration.credentials()).isEmpty();
    assertThat(configuration.pathStyle()).isFalse();
    assertThat(configuration.prefix()).isEmpty();
    assertThat(configuration.patience()).isEqualTo(S3StoreConfiguration.DEFAULT_PATIENCE);
  }

  @Test
  void ofAnotherServerNamesTheBucketInThePath() {
    S3StoreConfiguration configuration =
        S3StoreConfiguration.at(ENDPOINT, "lake", CREDENTIALS).withPrefix("a/b");

    assertThat(configuration.endpoint()).contains(ENDPOINT);
    assertThat(configuration.credentials()).contains(CREDENTIALS);
    assertThat(configuration.pathStyle()).isTrue();
    assertThat(configuration.prefix()).isEqualTo("a/b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "Lake", "my_lake", "-lake", "lake-", "a..b", "lake/x", " lake"})
  void refusesBuckets(String bucket) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3StoreConfiguration.inAws(bucket, "eu-central-1"))
        .withMessageContaining("bucket")
        .withMessageContaining("'" + bucket + "'");
  }

  @Test
  void refusesBucketsOfMoreThanSixtyThreeCharacters() {
    assertThat(S3StoreConfiguration.inAws("b".repeat(63), "eu-central-1").bucket()).hasSize(63);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3StoreConfiguration.inAws("b".repeat(64), "eu-central-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a", "a/", "a//b", "..", "a\nb"})
  void refusesPrefixes(String prefix) {
    S3StoreConfiguration configuration = S3StoreConfiguration.inAws("lake", "eu-central-1");

    assertThatIllegalArgumentException().isThrownBy(() -> configuration.withPrefix(prefix));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> configuration.withPrefix("p".repeat(257)))
        .withMessageContaining("prefix");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EU", "eu central", "eu/1"})
  void refusesRegions(String region) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3StoreConfiguration.inAws("lake", region))
        .withMessageContaining("region")
        .withMessageContaining("'" + region + "'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://host",
        "http:host",
        "http://user:password@host",
        "http://host/path",
        "http://host?query",
        "http://host#fragment",
        "/path"
      })
  void refusesEndpoints(String endpoint) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> S3StoreConfiguration.at(URI.create(endpoint), "lake", CREDENTIALS))
        .withMessageContaining("endpoint")
        .withMessageContaining(endpoint);
  }

  @Test
  void refusesCredentialsThatAreBlankAndTellsNoSecret() {
    assertThatIllegalArgumentException().isThrownBy(() -> new S3Credentials("", "secret"));
    assertThatIllegalArgumentException().isThrownBy(() -> new S3Credentials("id", " "));
    assertThat(S3StoreConfiguration.at(ENDPOINT, "lake", new S3Credentials("id", "hidden")))
        .asString()
        .contains("id")
        .doesNotContain("hidden");
  }

  @Test
  void refusesPatienceWithoutAttemptsOrTime() {
    Duration second = Duration.ofSeconds(1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Patience(0, second, second, second, second, second))
        .withMessageContaining("attempt");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Patience(1, Duration.ZERO, second, second, second, second))
        .withMessageContaining("connect");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Patience(1, second, second, second.negated(), second, second))
        .withMessageContaining("call");
  }
}
