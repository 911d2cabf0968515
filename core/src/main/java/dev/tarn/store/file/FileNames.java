package dev.tarn.store.file;

import dev.tarn.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a segment of a key is written as a file name. Lower-case ASCII letters, digits and common
/// punctuation stand for themselves, so that other programs find Tarn's files under the keys that
/// its tables name. Each other byte of the UTF-8 is `%` and two hexadecimal digits: names are then
/// the same on every file system, whether it folds case, normalizes Unicode or has a locale that
/// lacks the character.
///
/// A file name has 255 bytes at most, a segment up to 1,024, and escaped three times as many: a
/// longer one becomes several nested names, of which all but the last end with [#CONTINUED].
final class FileNames {
  /// Ends a name that goes on in a name below it. No escape looks like this.
  static final String CONTINUED = "%+";

  /// The directory right below the root where the store keeps what is not objects.
  static final String RESERVED = ".tarn-store";

  private static final int LONGEST = 240;
  private static final String PUNCTUATION = "!#$&'()+,-.;=@[]^_`{}~ ";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private FileNames() {}

  /// The names, outermost first, that stand for `segment`.
  static List<String> of(String segment) {
    String encoded = encode(segment);
    List<String> names = new ArrayList<>();
    int start = 0;
    for (; encoded.length() - start > LONGEST; start += LONGEST) {
      names.add(encoded.substring(start, start + LONGEST) + CONTINUED);
    }
    names.add(encoded.substring(start));
    return names;
  }

  /// The segment that `names`, outermost first, stand for, or empty if [#of] never gives those: the
  /// file is not the store's.
  static Optional<String> segment(List<String> names) {
    String first = names.getFirst();
    if (names.size() == 1 && first.chars().allMatch(FileNames::isPlain)) {
      return isPlainName(first) ? Optional.of(first) : Optional.empty();
    }
    return decode(
            names.stream().map(name -> name.replace(CONTINUED, "")).collect(Collectors.joining()))
        .filter(segment -> isSegment(segment) && of(segment).equals(names));
  }

  private static boolean isPlainName(String name) {
    return name.length() <= LONGEST
        && !name.equals(RESERVED)
        && !name.equals(".")
        && !name.equals("..")
        && !name.endsWith(".")
        && !name.endsWith(" ");
  }

  private static boolean isSegment(String text) {
    return text.indexOf('/') < 0 && isKey(text);
  }

  private static Optional<String> decode(String name) {
    byte[] bytes = new byte[name.length()];
    int size = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '%') {
        bytes[size++] = (byte) c;
      } else if (i + 2 < name.length()
          && HexFormat.isHexDigit(name.charAt(i + 1))
          && HexFormat.isHexDigit(name.charAt(i + 2))) {
        bytes[size++] = (byte) HexFormat.fromHexDigits(name, i + 1, i + 3);
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new String(bytes, 0, size, StandardCharsets.UTF_8));
  }

  /// Whether `text` is a key.
  static boolean isKey(String text) {
    try {
      new ObjectKey(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String encode(String segment) {
    byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
    StringBuilder name = new StringBuilder(bytes.length + 16);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      // Some file systems drop a trailing dot or space.
      boolean dropped = i == bytes.length - 1 && (c == '.' || c == ' ');
      if (isPlain(c) && !dropped) {
        name.append(c);
      } else {
        name.append('%').append(HEX.toHexDigits(bytes[i]));
      }
    }
    return name.toString().equals(RESERVED) ? "%2E" + name.substring(1) : name.toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || PUNCTUATION.indexOf(c) >= 0;
  }
}
