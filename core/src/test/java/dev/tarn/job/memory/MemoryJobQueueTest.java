package dev.tarn.job.memory;

import dev.tarn.job.JobId;
import dev.tarn.job.JobQueue;
import dev.tarn.job.JobQueueContractTest;
import java.util.List;

class MemoryJobQueueTest extends JobQueueContractTest {
  private final MemoryJobQueue queue = new MemoryJobQueue(clock, VISIBILITY, MAX_DELIVERIES);

  @Override
  protected JobQueue open() {
    return queue;
  }

  @Override
  protected List<JobId> dead() {
    return queue.dead();
  }
}
