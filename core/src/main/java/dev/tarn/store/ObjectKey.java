package dev.tarn.store;

import java.nio.charset.StandardCharsets;

/// The key of one object in a store: segments divided by `/`, at most 1,024 bytes of UTF-8, as S3
/// allows. No segment is empty, `.` or `..`, and none has control characters, backslashes or lone
/// surrogates, so that a key is also a safe relative path.
public record ObjectKey(String value) implements Comparable<ObjectKey> {
  /// Throws [IllegalArgumentException] if `value` is no such key.
  public ObjectKey {
    if (value.isEmpty() || value.getBytes(StandardCharsets.UTF_8).length > 1024) {
      throw new IllegalArgumentException("a key has 1 to 1,024 bytes, not '" + value + "'");
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException("not a key: '" + value + "'");
      }
    }
    if (value.codePoints().anyMatch(ObjectKey::isForbidden)) {
      throw new IllegalArgumentException(
          "a key has no control characters, backslashes or lone surrogates: '" + value + "'");
    }
  }

  /// This key with `child` (one or more segments) below it.
  public ObjectKey resolve(String child) {
    return new ObjectKey(value + "/" + child);
  }

  /// By UTF-8 bytes, the order in which stores list.
  @Override
  public int compareTo(ObjectKey other) {
    return KeyOrder.compare(value, other.value);
  }

  private static boolean isForbidden(int codePoint) {
    return codePoint < 0x20
        || codePoint == 0x7f
        || codePoint == '\\'
        || Character.getType(codePoint) == Character.SURROGATE;
  }

  @Override
  public String toString() {
    return value;
  }
}
