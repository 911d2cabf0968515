package dev.tarn.local.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/// A function's archive for a platform, as the build has made it.
record FunctionArchive(String function, Platform platform) {
  /// The modules that are functions.
  static final List<String> FUNCTIONS = List.of("ingest-lambda", "query-lambda", "export-lambda");

  /// A file in `container`, which is a jar of the archive or, for its own files, the archive.
  record Content(String container, String name, Optional<NativeCode> nativeCode) {}

  /// Those that a build makes on this machine: what is deployed, and what runs here.
  static List<FunctionArchive> built() {
    Set<Platform> platforms = new LinkedHashSet<>();
    platforms.add(Platform.LINUX_ARM64);
    Platform.host().ifPresent(platforms::add);
    return FUNCTIONS.stream()
        .flatMap(f -> platforms.stream().map(p -> new FunctionArchive(f, p)))
        .toList();
  }

  /// The module's directory.
  Path module() {
    return Path.of("").toAbsolutePath().resolveSibling(function);
  }

  /// The archive, which the package phase makes.
  Path file() {
    return module().resolve("target").resolve(function + "-" + platform.label() + ".zip");
  }

  /// Whether DuckDB is in it.
  boolean runsSql() {
    return !function.equals("ingest-lambda");
  }

  /// Every file in it and in its jars.
  List<Content> contents() throws IOException {
    List<Content> contents = new ArrayList<>();
    try (ZipFile archive = new ZipFile(file().toFile())) {
      for (ZipEntry entry : archive.stream().filter(e -> !e.isDirectory()).toList()) {
        try (InputStream bytes = archive.getInputStream(entry)) {
          if (entry.getName().endsWith(".jar")) {
            addJar(entry.getName(), bytes.readAllBytes(), contents);
          } else {
            contents.add(content(file().getFileName().toString(), entry, bytes));
          }
        }
      }
    }
    return contents;
  }

  private static void addJar(String jar, byte[] bytes, List<Content> contents) throws IOException {
    try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (!entry.isDirectory()) {
          contents.add(content(jar, entry, entries));
        }
      }
    }
  }

  private static Content content(String container, ZipEntry entry, InputStream bytes)
      throws IOException {
    byte[] head = bytes.readNBytes(NativeCode.HEAD);
    return new Content(container, entry.getName(), NativeCode.of(entry.getName(), head));
  }

  /// Unpacks it as Lambda does, into `directory`.
  void unpackTo(Path directory) throws IOException {
    try (ZipFile archive = new ZipFile(file().toFile())) {
      for (ZipEntry entry : archive.stream().filter(e -> !e.isDirectory()).toList()) {
        Path target = directory.resolve(entry.getName()).normalize();
        Files.createDirectories(target.getParent());
        try (InputStream bytes = archive.getInputStream(entry)) {
          Files.copy(bytes, target);
        }
      }
    }
  }

  @Override
  public String toString() {
    return function + " for " + platform.label();
  }
}
