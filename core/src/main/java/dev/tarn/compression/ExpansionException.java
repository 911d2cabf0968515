package dev.tarn.compression;

/// Bytes come to more than was allowed once their compression is undone. What was made of them
/// until then is given up.
public final class ExpansionException extends Exception {
  private static final long serialVersionUID = 1L;

  ExpansionException(int most) {
    super("more than " + most + " bytes", null, false, false);
  }
}
