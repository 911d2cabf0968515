package dev.tarn.api.route;

import dev.tarn.api.ApiRequest;
import dev.tarn.dataset.DatasetName;
import dev.tarn.problem.Problem;

/// Reads what several routes have in their paths.
final class PathParameters {
  private PathParameters() {}

  /// The dataset in the path. A text that cannot be a name is a dataset that does not exist.
  static DatasetName dataset(ApiRequest request) {
    String text = request.pathParameter("dataset");
    return DatasetName.parse(text).orElseThrow(() -> new Problem.UnknownDataset(text).exception());
  }

  /// The same, for operations that change a dataset: those that Tarn alone writes to are none of
  /// theirs.
  static DatasetName ownDataset(ApiRequest request) {
    DatasetName dataset = dataset(request);
    if (dataset.isOfRejected()) {
      throw new Problem.MalformedRequest(
              "'%s' holds rejected records, and only Tarn writes to it".formatted(dataset))
          .exception();
    }
    return dataset;
  }
}
