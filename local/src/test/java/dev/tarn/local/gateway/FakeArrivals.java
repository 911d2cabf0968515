package dev.tarn.local.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// Keeps what arrives, and fails where a test asks for it.
final class FakeArrivals implements ObjectArrivals, AutoCloseable {
  private final Path directory;
  private final List<Arrival> arrived = new CopyOnWriteArrayList<>();
  private volatile boolean refusing;

  FakeArrivals() throws IOException {
    directory = Files.createTempDirectory("tarn-arrivals-");
  }

  void refuse() {
    refusing = true;
  }

  /// What was told of.
  List<Arrival> arrived() {
    return arrived;
  }

  /// The files that are there, with how much of each has come.
  List<Long> sizes() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.toFile().length()).toList();
    }
  }

  @Override
  public Path file() {
    return directory.resolve(UUID.randomUUID().toString());
  }

  @Override
  public void arrived(Arrival arrival) throws IOException {
    if (refusing) {
      throw new IOException("the queue is full");
    }
    arrived.add(arrival);
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
