package dev.tarn.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoreException;
import dev.tarn.store.memory.MemoryStore;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The store over S3 whose client is answered from another store, as functions rehearse with it.
class AnsweringHttpClientTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
  private static final ObjectKey KEY = new ObjectKey("d/day=2026-01-01/a b+c&d.json");

  private final MemoryStore objects = new MemoryStore(CLOCK);
  private final S3Store store = S3Store.answeredFrom(objects, configuration(true), CLOCK);

  private static S3StoreConfiguration configuration(boolean pathStyle) {
    S3StoreConfiguration given =
        S3StoreConfiguration.at(
            URI.create("http://127.0.0.1:9"), "lake", new S3Credentials("id", "secret"));
    return new S3StoreConfiguration(
        given.bucket(),
        "",
        given.region(),
        pathStyle ? given.endpoint() : Optional.empty(),
        pathStyle,
        given.credentials(),
        given.patience());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void objectsAreThoseOfTheOtherStore(boolean pathStyle) {
    try (S3Store either = S3Store.answeredFrom(objects, configuration(pathStyle), CLOCK)) {
      ObjectSummary put = either.put(KEY, bytes("content"));

      assertThat(objects.get(KEY).bytes()).isEqualTo(bytes("content"));
      assertThat(either.get(KEY).bytes()).isEqualTo(bytes("content"));
      assertThat(either.get(KEY).summary()).isEqualTo(put).isEqualTo(objects.get(KEY).summary());
      assertThat(either.head(KEY)).contains(put);
      assertThat(either.list("d/", Optional.empty()).objects()).containsExactly(put);
    }
  }

  @Test
  void partsAreReadOfTheContentThatIsExpected() {
    ETag etag = store.put(KEY, bytes("content")).etag();

    assertThat(store.getRange(KEY, 3, 2, etag)).isEqualTo(bytes("te"));
    assertThat(store.getRange(KEY, 3, 100)).isEqualTo(bytes("tent"));
    assertThat(store.getRange(KEY, 7, 1)).isEmpty();
    assertThat(store.getSuffix(KEY, 4).bytes()).isEqualTo(bytes("tent"));
    assertThat(store.getSuffix(KEY, 4).summary().size()).isEqualTo(7);
    assertThat(store.getSuffix(KEY, 100).bytes()).isEqualTo(bytes("content"));
    assertThatThrownBy(() -> store.getRange(KEY, 0, 1, new ETag("another")))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void conditionsOfPutsHoldOrDoNot() {
    ETag first = stored(store.putIfAbsent(KEY, bytes("first")));

    assertThat(store.putIfAbsent(KEY, bytes("second")))
        .isInstanceOf(PutResult.ConditionFailed.class);
    ETag second = stored(store.putIfMatch(KEY, bytes("second"), first));
    assertThat(store.putIfMatch(KEY, bytes("third"), first))
        .isInstanceOf(PutResult.ConditionFailed.class);
    assertThat(objects.get(KEY).summary().etag()).isEqualTo(second);
    assertThat(objects.get(KEY).bytes()).isEqualTo(bytes("second"));
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(store.head(KEY)).isEmpty();
    assertThatThrownBy(() -> store.get(KEY)).isInstanceOf(ObjectNotFoundException.class);
    assertThatThrownBy(() -> store.getRange(KEY, 0, 1)).isInstanceOf(ObjectNotFoundException.class);
    assertThat(store.list("", Optional.empty()).objects()).isEmpty();
  }

  @Test
  void listingsBeginAfterAKey() {
    for (String key : List.of("d/a", "d/b", "d/c", "e/a")) {
      store.put(new ObjectKey(key), bytes(key));
    }

    assertThat(store.list("d/", Optional.of("d/a")).objects())
        .extracting(object -> object.key().value())
        .containsExactly("d/b", "d/c");
  }

  @Test
  void otherRequestsFail() {
    ObjectStore other = store;
    other.put(KEY, bytes("content"));

    assertThatThrownBy(() -> other.listDirectories(""))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("501");
    assertThatThrownBy(() -> other.delete(List.of(KEY)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("501");
    assertThat(objects.get(KEY).bytes()).isEqualTo(bytes("content"));
  }

  private static ETag stored(PutResult result) {
    return ((PutResult.Stored) result).summary().etag();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
