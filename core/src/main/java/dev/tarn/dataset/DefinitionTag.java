package dev.tarn.dataset;

import dev.tarn.digest.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/// Names the content of a definition, for owners who change it only as they know it.
public final class DefinitionTag {
  private static final int TAG_BYTES = 16;

  private final MessageDigest digest = Sha256.begin();

  private DefinitionTag() {}

  /// A strong entity tag (RFC 9110, section 8.8.3), quotes included, for everything an owner puts:
  /// definitions that differ in the schema version alone have the same, and no others.
  public static String of(DatasetDefinition definition) {
    DefinitionTag tag = new DefinitionTag();
    tag.add(definition.name().value());
    tag.add(definition.schema().toString());
    tag.add(definition.eventTime());
    tag.add(definition.clusterBy());
    tag.add(definition.retentionDays().stream().mapToObj(Integer::toString).toList());
    tag.add(definition.description().stream().toList());
    tag.add(
        definition
            .rowAccess()
            .map(access -> List.of(access.column(), access.claim()))
            .orElse(List.of()));
    return '"' + HexFormat.of().formatHex(tag.digest.digest(), 0, TAG_BYTES) + '"';
  }

  /// Lengths and counts go before what they measure, so that no two contents run together.
  private void add(List<String> texts) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(texts.size()).flip());
    texts.forEach(this::add);
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
