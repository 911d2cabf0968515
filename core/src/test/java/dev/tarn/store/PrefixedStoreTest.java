package dev.tarn.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.store.memory.MemoryStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrefixedStoreTest extends ObjectStoreContractTest {
  private LinkServer server;
  private MemoryStore whole;
  private PrefixedStore store;

  @BeforeEach
  void open() throws IOException {
    server = new LinkServer(() -> whole);
    whole = new MemoryStore(InstantSource.system(), server.links());
    store = new PrefixedStore(whole, "publish/");
    whole.put(new ObjectKey("before"), new byte[1]);
    whole.put(new ObjectKey("publish.not"), new byte[1]);
    whole.put(new ObjectKey("zulu"), new byte[1]);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  /// The other store has to bear the prefix too.
  @Override
  protected boolean isServed(String oddKey) {
    return ("publish/" + oddKey).getBytes(StandardCharsets.UTF_8).length <= 1024;
  }

  @Test
  void keysAreBelowThePrefix() {
    store.put(new ObjectKey("a/b"), new byte[3]);

    assertThat(whole.head(new ObjectKey("publish/a/b"))).isPresent();
  }

  @Test
  void aPrefixEndsWithASlash() {
    assertThatThrownBy(() -> new PrefixedStore(whole, "publish"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'publish'");
  }
}
