package dev.tarn.price;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A checked-in table of prices: a line each after the header, cells between semicolons.
///
/// @param rows by the prices' names
record PriceTable(Map<String, Row> rows) {
  private static final int CELLS = 8;

  /// One price.
  record Row(
      String name,
      Service service,
      String item,
      String unit,
      BigDecimal unitSize,
      BigDecimal free,
      String comparedWith,
      List<Tier> tiers) {}

  /// Reads the resource beside this class.
  static PriceTable read(String resource) {
    try (InputStream in =
        Objects.requireNonNull(PriceTable.class.getResourceAsStream(resource), resource)) {
      return new PriceTable(
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .skip(1)
              .map(PriceTable::parse)
              .collect(Collectors.toUnmodifiableMap(Row::name, Function.identity())));
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /// The price of that name. Throws [IllegalArgumentException] if there is none.
  Row row(String name) {
    Row row = rows.get(name);
    if (row == null) {
      throw new IllegalArgumentException("no price: " + name);
    }
    return row;
  }

  private static Row parse(String line) {
    List<String> cells = Arrays.stream(line.split(";", -1)).map(String::strip).toList();
    if (cells.size() != CELLS) {
      throw new IllegalArgumentException("not " + CELLS + " cells: " + line);
    }
    return new Row(
        cells.get(0),
        Service.valueOf(cells.get(1)),
        cells.get(2),
        cells.get(3),
        new BigDecimal(cells.get(4)),
        new BigDecimal(cells.get(5)),
        cells.get(6),
        Arrays.stream(cells.get(7).split(" ")).map(PriceTable::tier).toList());
  }

  /// `51200:0.023` up to that amount, `*:0.021` beyond.
  private static Tier tier(String text) {
    int colon = text.indexOf(':');
    String upTo = text.substring(0, colon);
    return new Tier(
        upTo.equals("*") ? Optional.empty() : Optional.of(new BigDecimal(upTo)),
        new BigDecimal(text.substring(colon + 1)));
  }
}
