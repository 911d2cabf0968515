package dev.tarn.store.s3;

import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectStoreContractTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

class S3StoreIT extends ObjectStoreContractTest {
  private static S3ProxyServer server;

  private S3Store store;

  @BeforeAll
  static void start() {
    server = S3ProxyServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    store = server.newStore();
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  /// The server keeps objects in files of the segments' names and somewhat more, and sorts by
  /// UTF-16.
  @Override
  protected boolean isServed(String oddKey) {
    return oddKey.codePoints().allMatch(Character::isBmpCodePoint)
        && Arrays.stream(oddKey.split("/"))
            .allMatch(segment -> segment.getBytes(StandardCharsets.UTF_8).length <= 200);
  }

  /// The server compares ETags first and puts then. `S3StoreTest` has one that does both at once.
  @Override
  protected boolean isServerAtomic() {
    return false;
  }
}
