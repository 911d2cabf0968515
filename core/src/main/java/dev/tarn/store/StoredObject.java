package dev.tarn.store;

/// An object's content, or the end of it, with what the store knows of the whole object.
public final class StoredObject {
  private final ObjectSummary summary;
  private final byte[] bytes;

  /// Takes `bytes` as they are; the caller keeps no hold on them.
  public StoredObject(ObjectSummary summary, byte[] bytes) {
    this.summary = summary;
    this.bytes = bytes;
  }

  /// The whole object's key, size, ETag and time.
  public ObjectSummary summary() {
    return summary;
  }

  /// The bytes read; shared, not to be changed.
  public byte[] bytes() {
    return bytes;
  }
}
