package dev.tarn.local.runtime;

import java.nio.file.Path;
import java.util.List;

/// Where a function's process takes classes from that are loaded, linked and profiled already (JEP
/// 483, JEP 514, JEP 515).
///
/// The managed runtime has an archive of its own, which no cache can be used beside. What a cache
/// does for a function is what its container image could have: its jars are on the class path then.
public sealed interface ClassSharing {
  /// The archive that the JDK comes with.
  record OfTheJdk() implements ClassSharing {}

  /// As without any; at its orderly end the process writes `cache`.
  record Recorded(Path cache) implements ClassSharing {}

  /// The file `cache`, recorded by a process of the same JDK and the same class path.
  record Cached(Path cache) implements ClassSharing {}

  /// What tells the JVM, which refuses to start with a cache that it cannot use.
  default List<String> flags() {
    return switch (this) {
      case OfTheJdk() -> List.of("-Xshare:auto");
      case Recorded(Path cache) -> List.of("-XX:AOTCacheOutput=" + cache);
      case Cached(Path cache) ->
          List.of(
              "-XX:AOTMode=on",
              "-XX:AOTCache=" + cache,
              // What the recording compiled is compiled when it is needed, not beside the start.
              "-XX:+UnlockDiagnosticVMOptions",
              "-XX:-AOTReplayTraining",
              // Reflection without classes that are made anew at each start.
              "-Djdk.reflect.useNativeAccessorOnly=true");
    };
  }
}
