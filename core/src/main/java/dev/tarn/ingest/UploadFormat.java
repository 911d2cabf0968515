package dev.tarn.ingest;

import java.util.Optional;

/// How the records of an uploaded file are laid out.
public enum UploadFormat {
  /// One JSON object a line.
  NDJSON("application/x-ndjson", true),
  /// RFC 4180, with a header.
  CSV("text/csv", true),
  /// An Avro object container file.
  AVRO("application/avro", false),
  /// A Parquet file, which is read by ranges and so comes as it is.
  PARQUET("application/vnd.apache.parquet", false);

  private final String mediaType;
  private final boolean text;

  UploadFormat(String mediaType, boolean text) {
    this.mediaType = mediaType;
    this.text = text;
  }

  /// The media type that names it.
  public String mediaType() {
    return mediaType;
  }

  /// Whether it is text, which may be in one of several character encodings.
  public boolean isText() {
    return text;
  }

  /// The format that `mediaType` names, without parameters and in lower case, if there is one.
  public static Optional<UploadFormat> parse(String mediaType) {
    for (UploadFormat format : values()) {
      if (format.mediaType.equals(mediaType)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
