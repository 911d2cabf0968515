package dev.tarn.record;

/// Why the record being read does not fit. It ends the reading of that record alone, so it carries
/// no stack trace.
final class Fault extends Exception {
  /// The kinds of faults that [dev.tarn.problem.RejectedRecord] names.
  enum Code {
    TYPE("type"),
    RANGE("range"),
    MISSING("missing"),
    UNKNOWN("unknown"),
    DUPLICATE("duplicate"),
    ENUM("enum"),
    FORMAT("format"),
    DEPTH("depth"),
    LENGTH("length"),
    ACCESS("access"),
    JSON("json"),
    CSV("csv");

    private final String word;

    Code(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  private final Code code;
  private final String pointer;
  private final String detail;

  Fault(Code code, String pointer, String detail) {
    super(detail, null, false, false);
    this.code = code;
    this.pointer = pointer;
    this.detail = detail;
  }

  /// This fault as one of the value that `segment`, a segment of a JSON pointer, leads to.
  Fault below(String segment) {
    return new Fault(code, "/" + segment + pointer, detail);
  }

  Code code() {
    return code;
  }

  String pointer() {
    return pointer;
  }

  String detail() {
    return detail;
  }
}
