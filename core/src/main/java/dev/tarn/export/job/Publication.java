package dev.tarn.export.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.dataset.DatasetName;
import dev.tarn.export.ExportRequest;
import dev.tarn.export.Manifest;
import dev.tarn.export.PublishedPaths;
import dev.tarn.job.JobId;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectNotFoundException;
import dev.tarn.store.ObjectPages;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.PutResult;
import dev.tarn.store.StoreException;
import dev.tarn.store.StoredObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Gives parts and manifests their places: parts first, then the manifest, then `latest.json`.
/// Until the manifest is there nothing tells of the parts, and each step can be done again. All of
/// it is for one list of parts only, which the job has kept before.
final class Publication {
  private static final int ATTEMPTS = 20;

  private final ObjectStore published;

  /// Publishes in `published`, below `exports/`; what is not published yet is below `staging/`.
  Publication(ObjectStore published) {
    this.published = published;
  }

  /// A key for a part that one attempt at a job writes, `attempt` being its own alone.
  static ObjectKey staged(JobId job, String attempt, int number, String suffix) {
    return new ObjectKey(staging(job) + attempt + "/%06d".formatted(number) + suffix);
  }

  static String staging(JobId job) {
    return staging(job.dataset()) + job.kind().label() + "." + job.name() + "/";
  }

  static String staging(DatasetName dataset) {
    return "staging/" + dataset + "/";
  }

  /// The manifest that is the newest of that name now.
  Optional<String> newest(ExportRequest request) {
    return find(new PublishedPaths(request).latest())
        .map(latest -> JsonDocument.object(latest.bytes()).path("manifest").asText());
  }

  /// Whether the manifest is there.
  boolean isPublished(Manifest manifest) {
    return published.head(new PublishedPaths(manifest.request()).manifest()).isPresent();
  }

  /// Publishes `manifest`, whose parts are at `staged`. Throws [ObjectNotFoundException] if one is
  /// not.
  void publish(Manifest manifest, List<ObjectKey> staged) {
    PublishedPaths paths = new PublishedPaths(manifest.request());
    byte[] content = JsonDocument.bytes(ManifestJson.node(manifest));
    if (!isPublished(manifest)) {
      for (int i = 0; i < staged.size(); i++) {
        var _ = published.copy(staged.get(i), new ObjectKey(manifest.parts().get(i).path()));
      }
    }
    switch (published.putIfAbsent(paths.manifest(), content)) {
      case PutResult.Stored _ -> {}
      case PutResult.ConditionFailed _ ->
          throw new IllegalStateException(
              "another manifest is at " + paths.manifest() + ", where this job alone publishes");
    }
    pointTo(manifest, paths.latest());
  }

  /// Points `latest.json` to the manifest unless it points to a newer one.
  private void pointTo(Manifest manifest, ObjectKey latest) {
    byte[] content = ManifestJson.latest(manifest);
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<StoredObject> before = find(latest);
      if (before.isPresent() && !isOlder(before.get(), manifest.request().order())) {
        return;
      }
      PutResult result =
          before.isPresent()
              ? published.putIfMatch(latest, content, before.get().summary().etag())
              : published.putIfAbsent(latest, content);
      if (result instanceof PutResult.Stored) {
        return;
      }
    }
    throw new StoreException(latest + " was changed by others " + ATTEMPTS + " times meanwhile");
  }

  private static boolean isOlder(StoredObject latest, Instant order) {
    ObjectNode node = JsonDocument.object(latest.bytes());
    return Instant.parse(node.path("order").asText()).isBefore(order);
  }

  private Optional<StoredObject> find(ObjectKey key) {
    try {
      return Optional.of(published.get(key));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    }
  }

  /// Deletes what attempts at the job have staged.
  void clear(JobId job) {
    for (List<ObjectSummary> page : new ObjectPages(published, staging(job))) {
      published.delete(page.stream().map(ObjectSummary::key).toList());
    }
  }
}
