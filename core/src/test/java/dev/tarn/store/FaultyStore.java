package dev.tarn.store;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A store that fails as networks do: some calls before they reach the other store, some after they
/// took effect there. Which ones is drawn from a seed, in the order of the calls.
public final class FaultyStore implements ObjectStore {
  /// How often and how a store fails.
  ///
  /// @param errors the share of calls that throw without effect, from 0 to 1
  /// @param lostAnswers the share of calls that take effect and then throw, from 0 to 1
  /// @param latency what each call takes at least
  public record Faults(double errors, double lostAnswers, Duration latency) {
    /// None.
    public static final Faults NONE = new Faults(0, 0, Duration.ZERO);

    public Faults {
      if (errors < 0 || lostAnswers < 0 || errors + lostAnswers > 1) {
        throw new IllegalArgumentException("not shares of one: " + errors + ", " + lostAnswers);
      }
    }
  }

  /// Sees every call, before and after; throws to make it fail, or ends the process. What it throws
  /// reaches the caller as it is.
  @FunctionalInterface
  public interface Hook {
    /// Does nothing.
    Hook NONE = call -> {};

    /// `call` is about to be made, or was made and is about to be answered.
    void on(Call call);
  }

  /// One call of an operation of the port.
  ///
  /// @param number of the call, from 1, over all operations
  /// @param operation the port's method
  /// @param place the key or prefix; for a deletion the first key
  /// @param answered whether it took effect already
  public record Call(int number, String operation, String place, boolean answered) {}

  private final ObjectStore store;
  private final Faults faults;
  private final Hook hook;
  private final SplittableRandom random;
  private final ReentrantLock drawing = new ReentrantLock();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicInteger lostAnswers = new AtomicInteger();

  /// Fails as `faults` and `seed` say.
  public FaultyStore(ObjectStore store, long seed, Faults faults) {
    this(store, seed, faults, Hook.NONE);
  }

  /// Fails as `hook` says.
  public FaultyStore(ObjectStore store, Hook hook) {
    this(store, 0, Faults.NONE, hook);
  }

  /// Fails as `faults` and `seed`, and as `hook` says.
  public FaultyStore(ObjectStore store, long seed, Faults faults, Hook hook) {
    this.store = store;
    this.faults = faults;
    this.hook = hook;
    this.random = new SplittableRandom(seed);
  }

  /// How many calls were made.
  public int calls() {
    return calls.get();
  }

  /// How many calls failed without effect.
  public int errors() {
    return errors.get();
  }

  /// How many calls took effect and failed.
  public int lostAnswers() {
    return lostAnswers.get();
  }

  @Override
  public StoredObject get(ObjectKey key) {
    return call("get", key.value(), () -> store.get(key));
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length) {
    return call("getRange", key.value(), () -> store.getRange(key, offset, length));
  }

  @Override
  public byte[] getRange(ObjectKey key, long offset, int length, ETag expected) {
    return call("getRange", key.value(), () -> store.getRange(key, offset, length, expected));
  }

  @Override
  public StoredObject getSuffix(ObjectKey key, int length) {
    return call("getSuffix", key.value(), () -> store.getSuffix(key, length));
  }

  @Override
  public Optional<ObjectSummary> head(ObjectKey key) {
    return call("head", key.value(), () -> store.head(key));
  }

  @Override
  public ObjectSummary put(ObjectKey key, byte[] content) {
    return call("put", key.value(), () -> store.put(key, content));
  }

  @Override
  public ObjectSummary putFile(ObjectKey key, Path content) {
    return call("putFile", key.value(), () -> store.putFile(key, content));
  }

  @Override
  public PutResult putIfAbsent(ObjectKey key, byte[] content) {
    return call("putIfAbsent", key.value(), () -> store.putIfAbsent(key, content));
  }

  @Override
  public PutResult putIfMatch(ObjectKey key, byte[] content, ETag expected) {
    return call("putIfMatch", key.value(), () -> store.putIfMatch(key, content, expected));
  }

  @Override
  public ObjectPage list(String prefix, Optional<String> startAfter) {
    return call("list", prefix, () -> store.list(prefix, startAfter));
  }

  @Override
  public List<String> listDirectories(String prefix) {
    return call("listDirectories", prefix, () -> store.listDirectories(prefix));
  }

  @Override
  public void delete(Collection<ObjectKey> keys) {
    String first = keys.stream().findFirst().map(ObjectKey::value).orElse("");
    call(
        "delete",
        first,
        () -> {
          store.delete(keys);
          return keys;
        });
  }

  @Override
  public ObjectSummary copy(ObjectKey source, ObjectKey target) {
    return call("copy", source.value(), () -> store.copy(source, target));
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity) {
    return store.presignGet(key, validity);
  }

  @Override
  public URI presignGet(ObjectKey key, Duration validity, String mediaType) {
    return store.presignGet(key, validity, mediaType);
  }

  @Override
  public URI presignPut(ObjectKey key, Duration validity) {
    return store.presignPut(key, validity);
  }

  private <T> T call(String operation, String place, Supplier<T> action) {
    int number = calls.incrementAndGet();
    double drawn = draw();
    pause();
    hook.on(new Call(number, operation, place, false));
    if (drawn < faults.errors()) {
      errors.incrementAndGet();
      throw new StoreException(operation + " " + place + ": injected error");
    }
    T answer = action.get();
    hook.on(new Call(number, operation, place, true));
    if (drawn >= 1 - faults.lostAnswers()) {
      lostAnswers.incrementAndGet();
      throw new StoreException(operation + " " + place + ": injected loss of the answer");
    }
    return answer;
  }

  private double draw() {
    drawing.lock();
    try {
      return random.nextDouble();
    } finally {
      drawing.unlock();
    }
  }

  private void pause() {
    long end = System.nanoTime() + faults.latency().toNanos();
    for (long left = faults.latency().toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.currentThread().isInterrupted()) {
        throw new StoreException("interrupted while waiting");
      }
    }
  }
}
