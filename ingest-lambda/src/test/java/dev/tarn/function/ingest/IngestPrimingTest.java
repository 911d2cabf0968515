package dev.tarn.function.ingest;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.crac.Core;
import org.junit.jupiter.api.Test;

final class IngestPrimingTest {
  @Test
  void primingAnswersItsRequests() {
    assertThatCode(() -> new IngestPriming().beforeCheckpoint(Core.getGlobalContext()))
        .doesNotThrowAnyException();
  }
}
