package dev.tarn.local.backend;

import dev.tarn.store.StoreException;
import dev.tarn.store.file.StoreClaim;
import java.nio.file.Path;
import java.util.Optional;

/// The right to do the jobs of a lake in a directory, which one process has at a time. Who takes it
/// takes over what the last holder left undone. For use by one thread.
final class SoleJobClaim implements JobClaim {
  private static final String NAME = "jobs";

  private final Path directory;
  private final JobTakeover takeover;
  private Optional<StoreClaim> claim = Optional.empty();

  SoleJobClaim(Path directory, JobTakeover takeover) {
    this.directory = directory;
    this.takeover = takeover;
  }

  @Override
  public boolean isHeld() {
    if (claim.isEmpty()) {
      claim = StoreClaim.take(directory, NAME);
      if (claim.isPresent()) {
        takeOver();
      }
    }
    return claim.isPresent();
  }

  private void takeOver() {
    try {
      takeover.run();
    } catch (StoreException e) {
      // The next call tries all of it again.
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    claim.ifPresent(StoreClaim::close);
    claim = Optional.empty();
  }
}
