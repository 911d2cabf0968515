package dev.tarn.local.backend;

/// The right to do a lake's jobs.
public interface JobClaim extends AutoCloseable {
  /// The right that every process has.
  JobClaim SHARED =
      new JobClaim() {
        @Override
        public boolean isHeld() {
          return true;
        }

        @Override
        public void close() {
          // Others have it still.
        }
      };

  /// Whether this process has it; takes it if nobody does. Throws [dev.tarn.store.StoreException]
  /// where that cannot be found out.
  boolean isHeld();

  /// Leaves it to others.
  @Override
  void close();
}
