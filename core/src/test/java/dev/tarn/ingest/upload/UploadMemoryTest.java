package dev.tarn.ingest.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.access.Principal;
import dev.tarn.ingest.IngestRequest;
import dev.tarn.ingest.UploadFormat;
import dev.tarn.job.JobAnswer;
import dev.tarn.store.ETag;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.BatchId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How much of a file is held at once: what was asked of the store, less what is committed.
class UploadMemoryTest {
  private static final int SLICE = 1 << 20;
  private static final int STEP = 4 << 20;
  private static final int RECORD = 64 * 1024;
  private static final int RECORDS = 400;

  @Test
  void noMoreOfAFileIsReadThanASliceAndTwoStepsAhead() {
    UploadLake lake = new UploadLake();
    AtomicLong read = new AtomicLong();
    AtomicLong most = new AtomicLong();
    AtomicLong committed = new AtomicLong();
    ObjectStore counted =
        (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("getRange") && arguments.length == 4) {
                    assertThat((ETag) arguments[3]).isNotNull();
                    assertThat((int) arguments[2]).isLessThanOrEqualTo(STEP);
                    long end = (long) arguments[1] + (int) arguments[2];
                    long all = read.accumulateAndGet(end, Math::max);
                    most.accumulateAndGet(all - committed.get(), Math::max);
                  }
                  if (method.getName().equals("putIfMatch")
                      && ((ObjectKey) arguments[0]).value().startsWith("jobs/")) {
                    committed.set(
                        ProgressJson.read(lake.job(ids[0]).progress())
                            .map(progress -> progress.position().offset())
                            .orElse(0L));
                  }
                  try {
                    return method.invoke(lake.store, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    UploadLake.Function function = lake.new Function(counted, SLICE);
    BatchId id =
        function.open(
            Principal.withoutToken(),
            UploadLake.asked(UploadFormat.NDJSON, IngestRequest.OnInvalid.QUARANTINE));
    ids[0] = id;
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < RECORDS; i++) {
      file.append("{\"time\": ").append(i).append(", \"device\": \"").append(i);
      file.append("x".repeat(RECORD)).append("\"}\n");
    }
    lake.put(id, file.toString());
    assertThat(function.run(id)).isInstanceOf(JobAnswer.Finished.class);

    assertThat(lake.receipt(id).accepted()).isEqualTo(RECORDS);
    assertThat(read.get()).isGreaterThan(25L << 20);
    // What is committed is known one slice late.
    assertThat(most.get()).isLessThanOrEqualTo(2L * SLICE + 2L * STEP);
  }

  private final BatchId[] ids = new BatchId[1];
}
