package dev.tarn.store.file;

import dev.tarn.store.LinkServer;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectStoreContractTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends ObjectStoreContractTest {
  @TempDir Path directory;
  private LinkServer server;
  private FileStore store;

  @BeforeEach
  void open() throws IOException {
    server = new LinkServer(() -> store);
    store = FileStore.open(directory, InstantSource.system(), server.links());
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
