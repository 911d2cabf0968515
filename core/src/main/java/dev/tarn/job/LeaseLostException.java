package dev.tarn.job;

/// Another worker has taken a job over. Whoever meets this stops, leaving all to the other.
public final class LeaseLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// The job `id` is another's now.
  public LeaseLostException(JobId id) {
    super("job " + id + " was taken over by another worker");
  }
}
