package dev.tarn.local.archive;

import java.util.Locale;
import java.util.Optional;

/// A platform that functions are packed for.
enum Platform {
  LINUX_ARM64("linux-arm64", NativeCode.ELF_ARM64, "libduckdb_java.so"),
  LINUX_X86_64("linux-x86_64", NativeCode.ELF_X86_64, "libduckdb_java.so"),
  MACOS_ARM64("macos-arm64", NativeCode.MACH_O_ARM64, "libduckdb_java.dylib");

  private final String label;
  private final NativeCode code;
  private final String duckDbLibrary;

  Platform(String label, NativeCode code, String duckDbLibrary) {
    this.label = label;
    this.code = code;
    this.duckDbLibrary = duckDbLibrary;
  }

  /// This machine's, if functions can run on it.
  static Optional<Platform> host() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    if (system.startsWith("linux")) {
      return Optional.of(arm ? LINUX_ARM64 : LINUX_X86_64);
    }
    return system.startsWith("mac") && arm ? Optional.of(MACOS_ARM64) : Optional.empty();
  }

  /// As it stands in an archive's name.
  String label() {
    return label;
  }

  /// What its libraries of native code are.
  NativeCode code() {
    return code;
  }

  /// The file of DuckDB's library.
  String duckDbLibrary() {
    return duckDbLibrary;
  }
}
