package dev.tarn.table.delta;

import static dev.tarn.table.delta.TableFixture.definition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.s3.S3ProxyServer;
import dev.tarn.store.s3.S3Store;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class DeltaTableIT {
  @Test
  void everyBatchIsCommittedOnceByWritersThatRaceOnS3()
      throws InterruptedException, ExecutionException {
    try (S3ProxyServer server = S3ProxyServer.start();
        S3Store store = server.newStore()) {
      assertThat(
              new DeltaTables(store, Clock.systemUTC(), DeltaSettings.DEFAULT).create(definition()))
          .isPresent();

      new ConcurrentWriters(() -> store, DeltaSettings.DEFAULT).run();
    }
  }
}
