package dev.tarn.function.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.store.s3.S3Credentials;
import dev.tarn.store.s3.S3Store;
import dev.tarn.store.s3.S3StoreConfiguration;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import org.crac.Core;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class IngestPrimingTest {
  private final MemoryStore objects = new MemoryStore(InstantSource.system());
  private final S3Store lake = mock(S3Store.class, delegatesTo(objects));
  private final MemoryStore rehearsed = new MemoryStore(InstantSource.system());
  private final IngestPriming priming =
      new IngestPriming(
          () -> lake,
          () ->
              S3Store.answeredFrom(
                  rehearsed,
                  S3StoreConfiguration.at(
                      URI.create("http://127.0.0.1:9"), "lake", new S3Credentials("id", "secret")),
                  InstantSource.system()));

  @BeforeEach
  void closes() {
    doNothing().when(lake).close();
  }

  @Test
  void theRealLakeIsReadAloneAndLetGo() throws Exception {
    priming.beforeCheckpoint(Core.getGlobalContext());

    verify(lake).head(any());
    verify(lake).close();
    assertThat(objects.list("", Optional.empty()).objects()).isEmpty();
  }

  @Test
  void batchesAreCommittedAndRefusedAsOverS3() throws Exception {
    priming.beforeCheckpoint(Core.getGlobalContext());

    assertThat(rehearsed.list("", Optional.empty()).objects())
        .extracting(object -> object.key().value())
        .filteredOn(key -> key.endsWith(".parquet"))
        .hasSize(2);
  }

  @Test
  void aLakeThatDoesNotAnswerEndsTheSnapshot() {
    doThrow(new StoreException("no answer")).when(lake).head(any());

    assertThatThrownBy(() -> priming.beforeCheckpoint(Core.getGlobalContext()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("GET /v1/health/ingest");
    verify(lake).close();
  }
}
