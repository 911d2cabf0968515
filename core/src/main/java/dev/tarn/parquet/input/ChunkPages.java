package dev.tarn.parquet.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

/// The pages of one column chunk, of which all bytes are in memory.
final class ChunkPages {
  private final ChunkBytes chunk;
  private final PhysicalType type;
  private final int repetitionWidth;
  private final int definitionWidth;
  private final int mostBytes;
  private int at;
  private int start;
  private Optional<Dictionary> dictionary = Optional.empty();

  /// @param repetitionWidth how many bits a repetition level has
  /// @param definitionWidth how many a definition level has
  /// @param mostBytes how many bytes a page may have, decompressed
  ChunkPages(
      ChunkBytes chunk,
      PhysicalType type,
      int repetitionWidth,
      int definitionWidth,
      int mostBytes) {
    this.chunk = chunk;
    this.type = type;
    this.repetitionWidth = repetitionWidth;
    this.definitionWidth = definitionWidth;
    this.mostBytes = mostBytes;
    at = chunk.from();
    start = at;
  }

  /// Where the current page begins in the file.
  long position() {
    return chunk.position() + start - chunk.from();
  }

  /// The dictionary, if a page before the current one was one.
  Optional<Dictionary> dictionary() {
    return dictionary;
  }

  /// The next page of values; empty after the last.
  Optional<DataPage> next() throws DamagedData {
    while (at < chunk.to()) {
      start = at;
      PageHeader header = header();
      int compressed = header.getCompressed_page_size();
      int size = header.getUncompressed_page_size();
      if (compressed < 0 || compressed > chunk.to() - at) {
        throw new DamagedData(
            "its header says that %d bytes follow where %d are left of the column"
                .formatted(compressed, chunk.to() - at));
      }
      if (size < 0 || size > mostBytes) {
        throw new DamagedData(
            "its header says that it has %d bytes, decompressed, where %d are the most"
                .formatted(size, mostBytes));
      }
      int body = at;
      at += compressed;
      checkSum(header, body);
      switch (required(header.getType())) {
        case DATA_PAGE -> {
          return Optional.of(first(header, body, size));
        }
        case DATA_PAGE_V2 -> {
          return Optional.of(second(header, body, size));
        }
        case DICTIONARY_PAGE -> dictionary = Optional.of(dictionary(header, body, size));
        case INDEX_PAGE -> {}
      }
    }
    return Optional.empty();
  }

  private PageHeader header() throws DamagedData {
    int end;
    try {
      end = ThriftClaims.end(chunk.bytes(), at, chunk.to());
    } catch (DamagedData e) {
      throw new DamagedData("its header is damaged: " + e.detail());
    }
    try {
      PageHeader header =
          Util.readPageHeader(new ByteArrayInputStream(chunk.bytes(), at, end - at));
      at = end;
      return header;
    } catch (IOException | RuntimeException e) {
      // Malformed bytes make the library fail in ways that it does not tell of.
      throw new DamagedData("its header is damaged");
    }
  }

  private void checkSum(PageHeader header, int body) throws DamagedData {
    if (header.isSetCrc()) {
      CRC32 sum = new CRC32();
      sum.update(chunk.bytes(), body, at - body);
      if ((int) sum.getValue() != header.getCrc()) {
        throw new DamagedData("its check sum differs");
      }
    }
  }

  private DataPage first(PageHeader page, int body, int size) throws DamagedData {
    DataPageHeader header = required(page.getData_page_header());
    boolean own = chunk.compression().isAny();
    if (!own && size != at - body) {
      throw new DamagedData("it has " + (at - body) + " bytes where its header says " + size);
    }
    byte[] bytes = own ? chunk.compression().undo(chunk.bytes(), body, at, size) : chunk.bytes();
    int repetition = own ? 0 : body;
    int end = own ? size : at;
    int definition =
        pastLevels(
            bytes,
            repetition,
            end,
            repetitionWidth,
            required(header.getRepetition_level_encoding()));
    int data =
        pastLevels(
            bytes,
            definition,
            end,
            definitionWidth,
            required(header.getDefinition_level_encoding()));
    return new DataPage(
        count(header.getNum_values()),
        bytes,
        repetition + (repetitionWidth > 0 ? Integer.BYTES : 0),
        definition + (definitionWidth > 0 ? Integer.BYTES : 0),
        data,
        end,
        required(header.getEncoding()),
        own ? size : 0);
  }

  /// Past levels that their length precedes.
  private static int pastLevels(byte[] bytes, int from, int to, int width, Encoding encoding)
      throws DamagedData {
    if (width == 0) {
      return from;
    }
    if (encoding != Encoding.RLE) {
      throw new DamagedData("levels in the encoding " + encoding + " are not read");
    }
    return LengthBefore.end(bytes, from, to);
  }

  private DataPage second(PageHeader page, int body, int size) throws DamagedData {
    DataPageHeaderV2 header = required(page.getData_page_header_v2());
    int repetition = header.getRepetition_levels_byte_length();
    int definition = header.getDefinition_levels_byte_length();
    long levels = (long) repetition + definition;
    if (repetition < 0 || definition < 0 || levels > at - body || levels > size) {
      throw new DamagedData("its levels have " + repetition + " and " + definition + " bytes");
    }
    int data = body + (int) levels;
    boolean compressed =
        chunk.compression().isAny() && header.isIs_compressed() && (size > levels || at > data);
    int plain = size - (int) levels;
    if (!compressed) {
      if (plain != at - data) {
        throw new DamagedData("it has " + (at - data) + " bytes where its header says " + plain);
      }
      return page(header, chunk.bytes(), body, at, 0);
    }
    byte[] values = chunk.compression().undo(chunk.bytes(), data, at, plain);
    byte[] bytes = new byte[size];
    System.arraycopy(chunk.bytes(), body, bytes, 0, (int) levels);
    System.arraycopy(values, 0, bytes, (int) levels, plain);
    return page(header, bytes, 0, size, size);
  }

  private static DataPage page(DataPageHeaderV2 header, byte[] bytes, int from, int end, int owned)
      throws DamagedData {
    int definition = from + header.getRepetition_levels_byte_length();
    return new DataPage(
        count(header.getNum_values()),
        bytes,
        from,
        definition,
        definition + header.getDefinition_levels_byte_length(),
        end,
        required(header.getEncoding()),
        owned);
  }

  private Dictionary dictionary(PageHeader page, int body, int size) throws DamagedData {
    if (dictionary.isPresent()) {
      throw new DamagedData("it is a second dictionary");
    }
    DictionaryPageHeader header = required(page.getDictionary_page_header());
    if (header.getEncoding() != Encoding.PLAIN
        && header.getEncoding() != Encoding.PLAIN_DICTIONARY) {
      throw new DamagedData(
          "a dictionary in the encoding " + header.getEncoding() + " is not read");
    }
    return new Dictionary(
        type, header.getNum_values(), chunk.compression().undo(chunk.bytes(), body, at, size));
  }

  private static int count(int values) throws DamagedData {
    if (values < 0) {
      throw new DamagedData("its header says that it has " + values + " values");
    }
    return values;
  }

  private static <T> T required(@Nullable T part) throws DamagedData {
    if (part == null) {
      throw new DamagedData("its header lacks what says how its values are laid out");
    }
    return part;
  }
}
