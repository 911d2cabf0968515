package dev.tarn.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobQueueContractTest;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileJobQueueTest extends JobQueueContractTest {
  @TempDir Path directory;

  @Override
  protected JobQueue open() {
    return reopened();
  }

  @Override
  protected List<JobId> dead() {
    return reopened().dead();
  }

  @Test
  void messagesOutliveTheQueue() {
    reopened().send(A, Duration.ZERO);
    reopened().send(B, Duration.ofMinutes(5));

    JobQueue.Delivery first = only(reopened().receive(10));
    assertThat(first.job()).isEqualTo(A);
    assertThat(reopened().receive(10)).isEmpty();
    clock.advance(VISIBILITY);
    JobQueue.Delivery second = only(reopened().receive(10));
    assertThat(second.deliveries()).isEqualTo(2);
    reopened().acknowledge(second);

    clock.advance(Duration.ofMinutes(2));
    assertThat(only(reopened().receive(10)).job()).isEqualTo(B);
  }

  @Test
  void aSendThatWasCutOffLeavesNoMessage() throws IOException {
    FileJobQueue queue = reopened();
    var _ = Files.writeString(directory.resolve("aside.tmp"), "{\"job\":\"earth");

    assertThat(queue.receive(10)).isEmpty();
    queue.send(A, Duration.ZERO);
    assertThat(only(queue.receive(10)).job()).isEqualTo(A);
  }

  @Test
  void aDirectoryThatIsNoneIsAFailureOfTheQueue() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");

    assertThatThrownBy(() -> FileJobQueue.open(file, clock, VISIBILITY, MAX_DELIVERIES))
        .isInstanceOf(StoreException.class);
  }

  private FileJobQueue reopened() {
    return FileJobQueue.open(directory, clock, VISIBILITY, MAX_DELIVERIES);
  }
}
