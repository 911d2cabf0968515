package dev.tarn.inference;

import dev.tarn.record.Samples;
import java.util.regex.Pattern;

/// What all strings of one place have in common.
final class TextShape {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private boolean uuid = true;
  private boolean date = true;
  private boolean millis = true;
  private boolean micros = true;

  void add(String text) {
    uuid &= text.length() == 36 && UUID.matcher(text).matches();
    date &= text.length() == 10 && Samples.isDate(text);
    micros &= Samples.isTimestamp(text, 6);
    millis &= micros && Samples.isTimestamp(text, 3);
  }

  void merge(TextShape other) {
    uuid &= other.uuid;
    date &= other.date;
    micros &= other.micros;
    millis &= other.millis;
  }

  boolean isUuid() {
    return uuid;
  }

  boolean isDate() {
    return date;
  }

  boolean isTimestamp() {
    return micros;
  }

  boolean isMillis() {
    return millis;
  }
}
