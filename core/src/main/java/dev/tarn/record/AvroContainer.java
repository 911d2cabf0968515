package dev.tarn.record;

import dev.tarn.compression.Compression;
import dev.tarn.compression.DamagedDataException;
import dev.tarn.compression.ExpansionException;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/// An Avro object container file ("Object Container Files" in the Avro specification): its header,
/// and its blocks one after another. No memory is taken for what it says of sizes, only for what
/// comes. Its input can mark and reset.
final class AvroContainer implements AvroBlocks {
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int SYNC = 16;
  private static final int CHECK_SUM = 4;
  private static final int MOST_SCHEMA = 1 << 20;
  private static final int MOST_HEADER = 4 << 20;
  private static final List<String> CODECS = List.of("null", "deflate", "snappy", "zstandard");

  /// How many bytes all blocks may come to once they are decompressed.
  static final int MOST_BYTES = 64 * 1024 * 1024;

  private InputStream in;
  private final Schema schema;
  private final String codec;
  private final byte[] sync;
  private long left = MOST_BYTES;
  private int blocks;
  private long position;
  private long start;
  private long records;

  private AvroContainer(InputStream in) throws IOException {
    this.in = in;
    try {
      if (!Arrays.equals(bytes(MAGIC.length), MAGIC)) {
        throw new DamagedBlock("");
      }
    } catch (DamagedBlock e) {
      throw malformed("the body does not begin as an Avro object container file does");
    }
    try {
      Map<String, byte[]> header = header();
      sync = bytes(SYNC);
      codec = codec(header);
      schema = schema(header);
    } catch (DamagedBlock e) {
      throw malformed("the header of the file is damaged: " + e.detail());
    }
  }

  /// Reads the header of the file that `in` is at the beginning of. What `in` throws is thrown.
  static AvroContainer open(InputStream in) throws IOException {
    return new AvroContainer(in);
  }

  /// Goes on with the block at `position`, which is where `at` begins.
  void resume(InputStream at, long position) {
    in = at;
    this.position = position;
  }

  private Map<String, byte[]> header() throws IOException, DamagedBlock {
    Map<String, byte[]> header = new HashMap<>();
    for (long items = items(); items > 0; items = items()) {
      for (long i = 0; i < items; i++) {
        String key = new String(bytes(length()), StandardCharsets.UTF_8);
        header.put(key, bytes(length()));
        if (position > MOST_HEADER) {
          throw new DamagedBlock("it has more than " + MOST_HEADER + " bytes");
        }
      }
    }
    return header;
  }

  private long items() throws IOException, DamagedBlock {
    long items = number();
    if (items < 0) {
      number();
    }
    return Math.abs(items);
  }

  private int length() throws IOException, DamagedBlock {
    long length = number();
    if (length < 0 || length > MOST_BYTES) {
      throw new DamagedBlock("it says that " + length + " bytes follow");
    }
    return (int) length;
  }

  private long number() throws IOException, DamagedBlock {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int next = in.read();
      if (next < 0) {
        throw new DamagedBlock("the file ends within it");
      }
      position++;
      value |= (next & 0x7fL) << shift;
      if (next < 0x80) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw new DamagedBlock("an integer has more than 64 bits");
  }

  /// The next `length` bytes. Memory is taken as they come, not as they are announced.
  private byte[] bytes(int length) throws IOException, DamagedBlock {
    byte[] bytes = in.readNBytes(length);
    position += bytes.length;
    if (bytes.length < length) {
      throw new DamagedBlock("the file ends within it");
    }
    return bytes;
  }

  private static String codec(Map<String, byte[]> header) {
    byte[] given = header.get("avro.codec");
    String codec = given == null ? "null" : new String(given, StandardCharsets.UTF_8);
    if (!CODECS.contains(codec)) {
      throw new Problem.UnsupportedMediaType(
              "the codec of the Avro file", Reading.shown(codec), CODECS)
          .exception();
    }
    return codec;
  }

  private static Schema schema(Map<String, byte[]> header) {
    byte[] text = header.get("avro.schema");
    if (text == null) {
      throw malformed("the header of the file has no schema");
    }
    if (text.length > MOST_SCHEMA) {
      throw malformed("the schema in the file has more than " + MOST_SCHEMA + " bytes");
    }
    try {
      return new Schema.Parser(NameValidator.NO_VALIDATION)
          .setValidateDefaults(false)
          .parse(new String(text, StandardCharsets.UTF_8));
    } catch (RuntimeException e) {
      // Avro's parser throws whatever its steps do where the text is no schema.
      String why = e.getMessage() == null ? "" : ": " + Reading.shown(e.getMessage());
      throw malformed("the schema in the file is none of Avro's" + why);
    }
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public Optional<AvroInput> next() throws IOException {
    start = position;
    in.mark(1);
    if (in.read() < 0) {
      return Optional.empty();
    }
    in.reset();
    blocks++;
    try {
      records = number();
      if (records < 0) {
        throw damaged("it says that it has " + records + " records");
      }
      byte[] block = bytes(length());
      if (!Arrays.equals(bytes(SYNC), sync)) {
        throw damaged("the mark at its end is not that of the file");
      }
      byte[] values = values(block);
      left -= values.length;
      if (left < 0) {
        throw tooLarge();
      }
      return Optional.of(new AvroInput(values, 0, values.length));
    } catch (DamagedBlock e) {
      throw damaged(e.detail());
    }
  }

  private byte[] values(byte[] block) throws DamagedBlock {
    try {
      return switch (codec) {
        case "null" -> block;
        case "deflate" -> undo(Compression.DEFLATE, block, block.length);
        case "zstandard" -> undo(Compression.ZSTD, block, block.length);
        default -> snappy(block);
      };
    } catch (DamagedDataException e) {
      throw new DamagedBlock("its bytes " + e.detail() + ", as " + codec);
    } catch (ExpansionException e) {
      throw tooLarge();
    }
  }

  private byte[] snappy(byte[] block)
      throws DamagedBlock, DamagedDataException, ExpansionException {
    int to = block.length - CHECK_SUM;
    if (to < 0) {
      throw new DamagedBlock("it lacks its check sum");
    }
    byte[] values = undo(Compression.SNAPPY, block, to);
    CRC32 sum = new CRC32();
    sum.update(values);
    int given = 0;
    for (int i = 0; i < CHECK_SUM; i++) {
      given = given << 8 | (block[to + i] & 0xff);
    }
    if (given != (int) sum.getValue()) {
      throw new DamagedBlock("its check sum differs");
    }
    return values;
  }

  private byte[] undo(Compression compression, byte[] block, int to)
      throws DamagedDataException, ExpansionException {
    return compression.undo(block, 0, to, (int) Math.max(0, left));
  }

  @Override
  public void allowAnew() {
    left = MOST_BYTES;
  }

  @Override
  public long spent() {
    return MOST_BYTES - left;
  }

  private static ProblemException tooLarge() {
    return new Problem.PayloadTooLarge(
            "the decompressed blocks have more than " + MOST_BYTES + " bytes")
        .exception();
  }

  @Override
  public long records() {
    return records;
  }

  /// Where the next block begins in the file.
  long position() {
    return position;
  }

  @Override
  public ProblemException damaged(String detail) {
    return malformed("block " + blocks + ", at byte " + start + ", is damaged: " + detail);
  }

  private static ProblemException malformed(String detail) {
    return new Problem.MalformedBody(detail, Optional.empty()).exception();
  }
}
