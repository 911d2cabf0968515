package dev.tarn.benchmarks.query;

import dev.tarn.store.ObjectStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;

/// A store whose every request takes longer, as one does that is some network away.
public final class SlowStore {
  private static final Set<String> NO_REQUESTS =
      Set.of("presignGet", "presignPut", "equals", "hashCode", "toString");

  private SlowStore() {}

  /// `store` with `delay` before each request.
  public static ObjectStore of(ObjectStore store, Duration delay) {
    if (delay.isZero()) {
      return store;
    }
    return (ObjectStore)
        Proxy.newProxyInstance(
            SlowStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (_, method, arguments) -> {
              if (!NO_REQUESTS.contains(method.getName())) {
                Thread.sleep(delay);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }
}
