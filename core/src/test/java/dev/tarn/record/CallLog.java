package dev.tarn.record;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// A visitor that writes down what it is given: `0:` begins field 0, groups are in braces, bytes
/// are text where they are printable and hexadecimal where not.
class CallLog implements RecordVisitor {
  private final StringBuilder calls = new StringBuilder();

  /// The calls for one record.
  static String of(RecordBatch batch, int record) {
    CallLog log = new CallLog();
    batch.replay(record, log);
    return log.calls.toString().trim();
  }

  @Override
  public void startField(int index) {
    calls.append(index).append(':');
  }

  @Override
  public void endField(int index) {
    calls.append(' ');
  }

  @Override
  public void startGroup() {
    calls.append('{');
  }

  @Override
  public void endGroup() {
    if (calls.charAt(calls.length() - 1) == ' ') {
      calls.setLength(calls.length() - 1);
    }
    calls.append('}');
  }

  @Override
  public void addBoolean(boolean value) {
    calls.append(value);
  }

  @Override
  public void addInt(int value) {
    calls.append(value).append('i');
  }

  @Override
  public void addLong(long value) {
    calls.append(value).append('l');
  }

  @Override
  public void addFloat(float value) {
    calls.append(value).append('f');
  }

  @Override
  public void addDouble(double value) {
    calls.append(value).append('d');
  }

  @Override
  public void addBytes(byte[] buffer, int offset, int length) {
    String text = new String(buffer, offset, length, StandardCharsets.UTF_8);
    boolean printable = text.codePoints().allMatch(c -> c >= ' ' && c != 0xfffd);
    calls.append(
        printable
            ? "'" + text + "'"
            : "x" + HexFormat.of().formatHex(buffer, offset, offset + length));
  }
}
