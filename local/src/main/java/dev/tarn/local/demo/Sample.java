package dev.tarn.local.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// The earthquakes that ship with Tarn, and the definition of the dataset they go to.
final class Sample {
  static final String DATASET = "earthquakes";

  private static final String DIRECTORY = "/dev/tarn/local/samples/";

  private final byte[] definition;
  private final List<String> records;

  private Sample(byte[] definition, List<String> records) {
    this.definition = definition;
    this.records = records;
  }

  /// Reads the sample from the class path.
  static Sample load() {
    try (InputStream definition = resource("earthquakes.definition.json");
        InputStream records = new GZIPInputStream(resource("earthquakes.ndjson.gz"))) {
      String lines = new String(records.readAllBytes(), StandardCharsets.UTF_8);
      return new Sample(definition.readAllBytes(), lines.lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException("the sample cannot be read", e);
    }
  }

  private static InputStream resource(String name) {
    InputStream resource = Sample.class.getResourceAsStream(DIRECTORY + name);
    if (resource == null) {
      throw new IllegalStateException("the sample " + name + " is not on the class path");
    }
    return resource;
  }

  /// The body of the dataset's PUT.
  byte[] definition() {
    return definition.clone();
  }

  /// How many records there are.
  int size() {
    return records.size();
  }

  /// The records in batches of up to `size`, each as newline-delimited JSON.
  List<Batch> batches(int size) {
    List<Batch> batches = new ArrayList<>();
    for (int start = 0; start < records.size(); start += size) {
      List<String> part = records.subList(start, Math.min(start + size, records.size()));
      batches.add(new Batch(DATASET + "-demo-" + (batches.size() + 1), List.copyOf(part)));
    }
    return batches;
  }

  /// Some records, and the key that they are always sent with.
  record Batch(String key, List<String> records) {
    byte[] body() {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (String each : records) {
        body.writeBytes(each.getBytes(StandardCharsets.UTF_8));
        body.write('\n');
      }
      return body.toByteArray();
    }
  }
}
