package dev.tarn.export;

import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ObjectKey;

/// Where an export's files are published.
public final class PublishedPaths {
  private final String directory;
  private final String window;

  /// The paths of `request`.
  public PublishedPaths(ExportRequest request) {
    directory = directory(request.dataset(), request.name());
    window = directory + "/" + request.window().label();
  }

  /// Below which all exports of a name are.
  public static String directory(DatasetName dataset, ExportName name) {
    return "exports/" + dataset + "/" + name;
  }

  /// The part of that number, from 1.
  public ObjectKey part(int number, String suffix) {
    return new ObjectKey("%s/part-%04d%s".formatted(window, number, suffix));
  }

  /// What tells the parts.
  public ObjectKey manifest() {
    return new ObjectKey(window + "/manifest.json");
  }

  /// What tells the newest manifest.
  public ObjectKey latest() {
    return new ObjectKey(directory + "/latest.json");
  }
}
