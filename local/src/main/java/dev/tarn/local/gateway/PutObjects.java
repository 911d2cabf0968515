package dev.tarn.local.gateway;

import dev.tarn.problem.Problem;
import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectStore;
import dev.tarn.store.ObjectSummary;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// Takes the objects that clients put to signed links, as S3 does with presigned URLs: a body goes
/// into a file as it comes, whatever its size, and into the store once it is whole.
final class PutObjects {
  private static final int BLOCK = 64 * 1024;

  private final ObjectStore store;
  private final SignedLinks links;
  private final ObjectArrivals arrivals;
  private final PutLimits limits;
  private final Semaphore places;

  PutObjects(ObjectStore store, SignedLinks links, ObjectArrivals arrivals, PutLimits limits) {
    this.store = store;
    this.links = links;
    this.arrivals = arrivals;
    this.limits = limits;
    this.places = new Semaphore(limits.concurrent());
  }

  /// The client is gone, or too slow.
  private static final class ClientGoneException extends IOException {
    ClientGoneException(String message) {
      super(message);
    }

    ClientGoneException(IOException cause) {
      super(cause);
    }
  }

  /// Takes `body`: 403 for what no link was signed for, or no longer, and 413 for what is too
  /// large, as soon as that is known. A 200 says that the object is in the store, and has been told
  /// of. Throws [IOException] where the body did not come whole; then nothing was put.
  Outcome put(ReceivedRequest request, InputStream body, String id, ClientTime time)
      throws IOException {
    Optional<ObjectKey> key = links.verifyPut(request.target());
    if (key.isEmpty()) {
      return Outcome.refused(Answer.message(403, "Forbidden"));
    }
    Optional<Long> declared = request.declaredLength();
    if (declared.isEmpty() && request.header("transfer-encoding").isEmpty()) {
      return Outcome.refused(Answer.message(411, "Length Required"));
    }
    if (declared.orElse(0L) > limits.bytes()) {
      return Outcome.refused(tooLarge(id));
    }
    if (!places.tryAcquire()) {
      return Outcome.refused(Answer.message(503, "Slow Down").with("retry-after", "1"));
    }
    try {
      return taken(key.get(), request, body, id, time);
    } catch (ClientGoneException e) {
      throw e;
    } catch (IOException | StoreException e) {
      return Outcome.failedUnread(e);
    } finally {
      places.release();
    }
  }

  private Outcome taken(
      ObjectKey key, ReceivedRequest request, InputStream body, String id, ClientTime time)
      throws IOException {
    Path file = arrivals.file();
    try {
      long bytes = copy(body, file, time);
      if (bytes > limits.bytes()) {
        return Outcome.refused(tooLarge(id));
      }
      if (request.declaredLength().orElse(bytes) != bytes) {
        throw new ClientGoneException(
            bytes + " bytes came of " + request.declaredLength().orElse(bytes));
      }
      ObjectSummary object = store.putFile(key, file);
      arrivals.arrived(new ObjectArrivals.Arrival(object, id, request.sourceIp()));
      return Outcome.answered(
          new Answer(
              200,
              Map.of("etag", List.of(FileAnswers.quoted(object))),
              new Answer.Body(new byte[0])));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /// Copies `body` to its end, or to where it is larger than it may be, and gives how much it was.
  private long copy(InputStream body, Path file, ClientTime time) throws IOException {
    long start = System.nanoTime();
    long bytes = 0;
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      while (true) {
        time.begin();
        int read = read(body, block);
        time.end();
        bytes += read;
        if (read == 0 || bytes > limits.bytes()) {
          return bytes;
        }
        if (System.nanoTime() - start > limits.longest().toNanos()) {
          throw new ClientGoneException(bytes + " bytes took " + limits.longest());
        }
        out.write(block, 0, read);
      }
    }
  }

  private static int read(InputStream body, byte[] block) throws ClientGoneException {
    try {
      return body.readNBytes(block, 0, block.length);
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  private Answer tooLarge(String id) {
    return Answer.problem(
        new Problem.PayloadTooLarge(
            "the body is over " + limits.bytes() + " bytes, the most that an object may have"),
        id);
  }
}
