package dev.tarn.local.gateway;

import dev.tarn.store.ObjectStore;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Serves objects without any function: what exports publish, and what links lead to.
final class ServedObjects {
  private final Optional<PublishedFiles> published;
  private final Optional<LinkedObjects> linked;

  ServedObjects(Optional<ObjectStore> published, Optional<LinkedObjects> linked) {
    this.published = published.map(PublishedFiles::new);
    this.linked = linked;
  }

  /// What comes of `request`, empty where it is not for an object. Throws [IOException] where
  /// `body` was needed and did not come whole.
  Optional<Outcome> outcome(ReceivedRequest request, InputStream body, String id, ClientTime time)
      throws IOException {
    try {
      if (published.isPresent() && PublishedFiles.isAt(request.path())) {
        return Optional.of(Outcome.refused(published.get().answer(request, id)));
      }
      if (linked.isPresent() && LinkedObjects.isAt(request.path())) {
        return Optional.of(linked.get().outcome(request, body, id, time));
      }
      return Optional.empty();
    } catch (StoreException e) {
      return Optional.of(Outcome.failedUnread(e));
    }
  }
}
