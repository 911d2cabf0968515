package dev.tarn.query.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.query.SubmittedQuery;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.memory.MemoryStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredQueriesTest {
  private static final SubmittedQuery QUERY = query("ann");

  private final ObjectStore store = new MemoryStore(Clock.systemUTC());
  private final StoredQueries queries = new StoredQueries(store);

  @Test
  void findsWhatItKeeps() {
    assertThat(queries.find("a-1")).isEmpty();

    assertThat(queries.keep(QUERY)).isEqualTo(QUERY);

    assertThat(queries.find("a-1")).contains(QUERY);
    assertThat(store.head(new ObjectKey("queries/a-1.json"))).isPresent();
  }

  @Test
  void keepsTheFirstOfAnId() {
    var _ = queries.keep(QUERY);

    assertThat(queries.keep(query("bob"))).isEqualTo(QUERY);
    assertThat(queries.find("a-1")).contains(QUERY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "..", "../tables/a", "a/b", "a.json", "ä"})
  void whatIsNoIdIsThatOfNoQuery(String id) {
    assertThat(queries.find(id)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            queries.keep(
                new SubmittedQuery(id, "ann", Instant.EPOCH, Duration.ZERO, Map.of(), 0, 0)));
  }

  private static SubmittedQuery query(String startedBy) {
    return new SubmittedQuery(
        "a-1",
        startedBy,
        Instant.parse("2026-01-31T12:00:00.125Z"),
        Duration.ofSeconds(90),
        Map.of("quakes", 3L, "nets", Long.MAX_VALUE),
        7,
        1L << 40);
  }
}
