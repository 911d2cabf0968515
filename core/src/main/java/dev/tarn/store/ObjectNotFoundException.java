package dev.tarn.store;

/// There is no object at the key that was read.
public final class ObjectNotFoundException extends StoreException {
  /// `key` is where nothing was found.
  public ObjectNotFoundException(ObjectKey key) {
    super("no object at " + key);
  }
}
