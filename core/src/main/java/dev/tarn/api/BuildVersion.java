package dev.tarn.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// The version of Tarn that is running, as its build wrote it down.
public record BuildVersion(String value) {
  /// Reads it from the class path.
  public static BuildVersion current() {
    Properties build = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream("build.properties")) {
      if (in == null) {
        throw new IllegalStateException("build.properties is not beside " + BuildVersion.class);
      }
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BuildVersion(build.getProperty("version"));
  }
}
