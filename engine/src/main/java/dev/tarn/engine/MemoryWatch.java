package dev.tarn.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// Watches how much memory the process holds besides the Java heap, since the engine's own limit
/// leaves out the bytes of strings and lists. Sessions may together make the process grow by twice
/// their limits and a reserve; past that, every session is over. Where the process's memory cannot
/// be read (`/proc` is Linux's), nothing is watched.
final class MemoryWatch {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE_BYTES = 4096;
  private static final long RESERVE_BYTES = 512L << 20;

  private final Set<Object> sessions = new HashSet<>();
  private long baseline;
  private long granted;

  /// Lets the session have `bytes`.
  synchronized void enter(Object session, long bytes) {
    if (sessions.isEmpty()) {
      baseline = nativeBytes();
      granted = 0;
    }
    if (sessions.add(session)) {
      granted += bytes;
    }
  }

  synchronized void leave(Object session, long bytes) {
    if (sessions.remove(session)) {
      granted -= bytes;
    }
  }

  synchronized boolean exceeded() {
    return nativeBytes() - baseline > 2 * granted + RESERVE_BYTES;
  }

  private static long nativeBytes() {
    try {
      String[] pages = Files.readString(STATM).split(" ", 3);
      return Long.parseLong(pages[1]) * PAGE_BYTES - Runtime.getRuntime().totalMemory();
    } catch (IOException e) {
      return 0;
    }
  }
}
