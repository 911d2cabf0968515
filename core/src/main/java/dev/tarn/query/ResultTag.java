package dev.tarn.query;

import dev.tarn.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;

/// Names the answer to a query: equal tags mean equal rows in one format. The bytes may differ, for
/// statistics tell of each run, so that as an ETag it is a weak one (RFC 9110, section 8.8.1).
public record ResultTag(String value) {
  private static final int BYTES = 16;
  private static final String ANY = "*";

  /// The tag of the answer to `query` over `tables`, of which it sees what is visible to whoever
  /// asks, by an engine of one version and in one media type. Tables of one name and version are
  /// told apart by when that version was committed.
  static ResultTag of(
      Query query, List<QueryTable> tables, String engineVersion, String mediaType) {
    List<String> parts = new ArrayList<>(List.of(engineVersion, mediaType, query.sql()));
    for (Object parameter : query.parameters()) {
      parts.add(parameter == null ? "" : parameter.getClass().getSimpleName() + ":" + parameter);
    }
    tables.stream()
        .sorted(Comparator.comparing(QueryTable::name))
        .forEach(table -> {
          parts.add(table.name());
          parts.add(Long.toString(table.snapshot().version()));
          parts.add(table.snapshot().time().toString());
          parts.add(table.visible().toString());
        });
    return of(parts);
  }

  private static ResultTag of(List<String> parts) {
    MessageDigest digest = Sha256.begin();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
      digest.update(bytes);
    }
    return new ResultTag(HexFormat.of().formatHex(digest.digest(), 0, BYTES));
  }

  /// The tag as an ETag.
  public String etag() {
    return "W/\"" + value + "\"";
  }

  /// Whether a tag is among those that the `If-None-Match` header `list` names.
  public static Predicate<ResultTag> among(String list) {
    return tag -> {
      for (String each : list.split(",", -1)) {
        String known = each.strip();
        if (known.equals(ANY) || known.equals(tag.etag()) || known.equals('"' + tag.value + '"')) {
          return true;
        }
      }
      return false;
    };
  }
}
