package dev.tarn.store.memory;

import dev.tarn.store.LinkServer;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectStoreContractTest;
import java.io.IOException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class MemoryStoreTest extends ObjectStoreContractTest {
  private LinkServer server;
  private MemoryStore store;

  @BeforeEach
  void open() throws IOException {
    server = new LinkServer(() -> store);
    store = new MemoryStore(InstantSource.system(), server.links());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }
}
