package dev.tarn.local.batch;

/// Some consecutive records of a file, to be sent at once.
public final class RecordBatch {
  private final byte[] body;
  private final String placeName;
  private final long[] places;
  private final String key;

  RecordBatch(byte[] body, String placeName, long[] places, String key) {
    this.body = body;
    this.placeName = placeName;
    this.places = places.clone();
    this.key = key;
  }

  /// The records as newline-delimited JSON; shared, not to be changed.
  public byte[] body() {
    return body;
  }

  /// How many records there are.
  public int records() {
    return places.length;
  }

  /// The idempotency key: the same for the same records at the same place of the same file.
  public String key() {
    return key;
  }

  /// Where the batch's record `index`, from 0, stands in its file, such as `line 17`.
  public String place(int index) {
    return placeName + " " + (index < places.length ? places[index] : "?");
  }
}
