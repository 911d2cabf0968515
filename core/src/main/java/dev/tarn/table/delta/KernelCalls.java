package dev.tarn.table.delta;

import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.StoreException;
import java.util.function.Supplier;

/// Calls into Kernel, which wraps whatever its I/O throws in exceptions of its own.
final class KernelCalls {
  private KernelCalls() {}

  /// What `call` gives; of what it throws, the store's failure or the problem within, and anything
  /// else as a fault of Tarn's.
  static <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      throw unwrapped(e);
    }
  }

  /// Runs `call`, and throws what [#call] would.
  static void run(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      throw unwrapped(e);
    }
  }

  static RuntimeException unwrapped(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof StoreException || cause instanceof ProblemException) {
        return (RuntimeException) cause;
      }
    }
    return new ProblemException(new Problem.Internal(), thrown);
  }
}
