package dev.tarn.record;

import java.util.Arrays;

/// Cuts a body into the rows and cells of a CSV (RFC 4180), without decoding them. A row ends with
/// a line feed, with or without a carriage return before it, or with the body. Empty lines are
/// passed over. Text that no CSV has is a fault of its row, and the next row begins after the next
/// line feed that is not within quotation marks.
final class CsvRows {
  private static final int NONE = -1;

  private final byte[] body;
  private final int to;
  private final int most;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private byte[] quoting = new byte[16];
  private int cells;
  private int start;
  private int at;
  private int line;
  private int nextLine = 1;
  private boolean open;
  private int faultAt = NONE;
  private String fault = "";

  private static final byte BARE = 0;
  private static final byte QUOTED = 1;
  private static final byte ESCAPED = 2;

  /// Of what `body` holds from `from` to `to`. Of the cells of a row, `most` are kept and the
  /// others counted.
  CsvRows(byte[] body, int from, int to, int most) {
    this.body = body;
    this.to = to;
    this.most = most;
    at = from;
  }

  /// Advances to the next row. Returns false at the body's end.
  boolean next() {
    while (at < to) {
      int afterBreak = afterBreak(at);
      if (afterBreak == at) {
        row();
        return true;
      }
      at = afterBreak;
      nextLine++;
    }
    return false;
  }

  /// Where the line break at `i` ends; `i` itself where none stands there.
  private int afterBreak(int i) {
    if (body[i] == '\n') {
      return i + 1;
    }
    return body[i] == '\r' && i + 1 < to && body[i + 1] == '\n' ? i + 2 : i;
  }

  private void row() {
    start = at;
    line = nextLine;
    cells = 0;
    open = false;
    faultAt = NONE;
    boolean more = true;
    while (more) {
      int from = at;
      if (at < to && body[at] == '"') {
        quotedCell(from);
      } else {
        endOfBare();
        add(from, at, BARE);
      }
      more = at < to && body[at] == ',';
      at += more ? 1 : 0;
    }
    if (at < to) {
      at = afterBreak(at);
      nextLine++;
    }
  }

  /// Advances to the comma or line break that ends a cell.
  private void endOfBare() {
    for (; at < to; at++) {
      switch (body[at]) {
        case ',', '\n' -> {
          return;
        }
        case '\r' -> {
          if (afterBreak(at) > at) {
            return;
          }
          fault(at, "a carriage return that ends no line is to stand within quotation marks");
        }
        case '"' -> fault(at, "a quotation mark is to stand, doubled, within quotation marks");
        default -> {}
      }
    }
  }

  private void quotedCell(int from) {
    byte quotes = QUOTED;
    for (at = from + 1; at < to; at++) {
      if (body[at] == '\n') {
        nextLine++;
      } else if (body[at] == '"') {
        if (at + 1 < to && body[at + 1] == '"') {
          quotes = ESCAPED;
          at++;
        } else {
          break;
        }
      }
    }
    add(from + 1, at, quotes);
    if (at >= to) {
      at = to;
      open = true;
      fault(from, "the quotation mark that opens here is never closed");
      return;
    }
    at++;
    if (at < to && body[at] != ',' && afterBreak(at) == at) {
      fault(at, "expected a comma or the end of the line after the closing quotation mark");
      endOfBare();
    }
  }

  private void add(int from, int end, byte quotes) {
    if (cells < most) {
      if (cells == starts.length) {
        starts = Arrays.copyOf(starts, cells * 2);
        ends = Arrays.copyOf(ends, cells * 2);
        quoting = Arrays.copyOf(quoting, cells * 2);
      }
      starts[cells] = from;
      ends[cells] = end;
      quoting[cells] = quotes;
    }
    cells++;
  }

  private void fault(int offset, String detail) {
    if (faultAt == NONE) {
      faultAt = offset;
      fault = detail;
    }
  }

  /// How many cells the row has.
  int cells() {
    return cells;
  }

  /// Where the text of cell `i` begins, after its quotation mark if it has one.
  int start(int i) {
    return starts[i];
  }

  /// Where the text of cell `i` ends, exclusively.
  int end(int i) {
    return ends[i];
  }

  /// Whether cell `i` is quoted.
  boolean quoted(int i) {
    return quoting[i] != BARE;
  }

  /// Whether quotation marks in cell `i` are doubled.
  boolean escaped(int i) {
    return quoting[i] == ESCAPED;
  }

  /// Where the row begins.
  int start() {
    return start;
  }

  /// Where the next row may begin.
  int end() {
    return at;
  }

  /// The number of the line in which the row begins, from 1.
  int line() {
    return line;
  }

  /// Whether the row ends with a line break, rather than with the body.
  boolean ended() {
    return !open && at > start && body[at - 1] == '\n';
  }

  /// How many lines have been passed, the row's own included.
  int lines() {
    return nextLine - 1;
  }

  /// Whether the row is no CSV.
  boolean faulty() {
    return faultAt != NONE;
  }

  /// Where that shows.
  int faultAt() {
    return faultAt;
  }

  /// What is wrong there.
  String fault() {
    return fault;
  }
}
