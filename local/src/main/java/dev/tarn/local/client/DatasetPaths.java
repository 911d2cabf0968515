package dev.tarn.local.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Paths of the API that have a dataset in them.
public final class DatasetPaths {
  private DatasetPaths() {}

  /// The path of `dataset`, whatever that text is.
  public static String of(String dataset) {
    return "/v1/datasets/" + URLEncoder.encode(dataset, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
