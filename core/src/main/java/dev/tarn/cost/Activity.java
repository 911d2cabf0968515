package dev.tarn.cost;

/// What a cost arises from.
public enum Activity {
  INGEST("ingest"),
  STORAGE("storage"),
  QUERIES("queries"),
  EXPORTS("exports"),
  MAINTENANCE("maintenance"),
  OBSERVATION("observation"),
  FIXED("fixed");

  private final String label;

  Activity(String label) {
    this.label = label;
  }

  /// The word for it.
  public String label() {
    return label;
  }
}
