package dev.tarn.store;

/// The order in which stores list: by the bytes of a key's UTF-8, which is the order of its code
/// points, and not quite that of [String#compareTo].
public final class KeyOrder {
  private KeyOrder() {}

  /// Compares two keys, or any two strings taken for keys, as [java.util.Comparator#compare] does.
  public static int compare(String left, String right) {
    int shared = Math.min(left.length(), right.length());
    for (int i = 0; i < shared; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Character.isSurrogate(l) == Character.isSurrogate(r)
            ? Character.compare(l, r)
            : Boolean.compare(Character.isSurrogate(l), Character.isSurrogate(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
