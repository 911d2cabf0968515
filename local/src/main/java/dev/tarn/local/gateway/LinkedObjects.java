package dev.tarn.local.gateway;

import dev.tarn.problem.Problem;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.SignedLinks;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Serves the links to objects that a store without a server of its own has signed, as S3 serves
/// presigned URLs.
public final class LinkedObjects {
  /// What links are below, on whichever server they are asked for.
  public static final URI BASE = URI.create("/objects/");

  private final ObjectStore store;
  private final SignedLinks links;
  private final FileAnswers files;
  private final Optional<PutObjects> puts;

  /// Serves links to read objects by.
  ///
  /// @param links made the links to `store`, below [#BASE]
  public LinkedObjects(ObjectStore store, SignedLinks links) {
    this(store, links, Optional.empty());
  }

  private LinkedObjects(ObjectStore store, SignedLinks links, Optional<PutObjects> puts) {
    this.store = store;
    this.links = links;
    this.files = new FileAnswers(store);
    this.puts = puts;
  }

  /// The same, and links to put objects by, which arrive at `arrivals`.
  public LinkedObjects taking(ObjectArrivals arrivals, PutLimits limits) {
    return new LinkedObjects(
        store, links, Optional.of(new PutObjects(store, links, arrivals, limits)));
  }

  /// Whether the path is one that links may lead to.
  static boolean isAt(String path) {
    return path.startsWith(BASE.getPath());
  }

  /// What comes of `request`: 403 for what no link was signed for, or no longer. Throws
  /// [IOException] where `body` did not come whole.
  Outcome outcome(ReceivedRequest request, InputStream body, String id, ClientTime time)
      throws IOException {
    if (request.method().equals("GET")) {
      return Outcome.refused(read(request, id));
    }
    if (request.method().equals("PUT") && puts.isPresent()) {
      return puts.get().put(request, body, id, time);
    }
    return Outcome.refused(
        Answer.problem(
            new Problem.MethodNotAllowed(
                request.method(), puts.isPresent() ? List.of("GET", "PUT") : List.of("GET")),
            id));
  }

  private Answer read(ReceivedRequest request, String id) {
    Optional<SignedLinks.Linked> linked = links.verify(request.target());
    if (linked.isEmpty()) {
      return Answer.message(403, "Forbidden");
    }
    ObjectKey key = linked.get().key();
    Optional<ObjectSummary> found = store.head(key);
    if (found.isEmpty()) {
      return Answer.problem(new Problem.UnknownRoute(request.path()), id);
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put(
        "content-type", List.of(linked.get().mediaType().orElse("application/octet-stream")));
    headers.put("cache-control", List.of("private, no-store"));
    return files.answer(request, found.get(), headers);
  }
}
