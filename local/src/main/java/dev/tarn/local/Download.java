package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tarn.digest.Sha256;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// Fetches what exports published.
final class Download {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ApiClient api;

  /// @param api whose answers' references to published files are relative to where it is
  Download(ApiClient api) {
    this.api = api;
  }

  /// One file of an export.
  record Part(URI url, String path, long rows, long bytes, String sha256) {}

  /// What an export published.
  record Manifest(URI url, List<Part> parts) {
    /// Fetches `part` into `directory` and gives the file. Throws [UserFailure] where it cannot be
    /// had, or is not what the manifest says.
    Path fetch(Part part, Path directory) {
      byte[] content = get(part.url());
      if (content.length != part.bytes() || !Sha256.of(content).equals(part.sha256())) {
        throw new UserFailure(part.url() + " is not what its manifest says");
      }
      Path file = directory.resolve(part.path().substring(part.path().lastIndexOf('/') + 1));
      try {
        Files.createDirectories(directory);
        Path beside = Files.createTempFile(directory, "part-", ".tmp");
        Files.write(beside, content);
        return Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw new UserFailure("cannot write " + file + ": " + e.getMessage(), e);
      }
    }
  }

  /// The manifest that an answer refers to.
  Manifest manifest(String reference) {
    URI url = api.base().resolve(reference);
    JsonNode manifest = read(url);
    String root = url.toString().substring(0, url.toString().lastIndexOf("/exports/") + 1);
    List<Part> parts = new ArrayList<>();
    for (JsonNode part : manifest.path("parts")) {
      String path = part.path("path").asText();
      parts.add(
          new Part(
              URI.create(root + path),
              path,
              part.path("rows").asLong(),
              part.path("bytes").asLong(),
              part.path("sha256").asText()));
    }
    return new Manifest(url, parts);
  }

  private static JsonNode read(URI url) {
    try {
      return MAPPER.readTree(get(url));
    } catch (IOException e) {
      throw new UserFailure(url + " is no manifest", e);
    }
  }

  private static byte[] get(URI url) {
    URI base = url.resolve("/");
    try (ApiClient files = new ApiClient(base)) {
      ApiAnswer answer = files.sendRepeatedly(ApiCall.get(url.getRawPath()));
      if (answer.status() != 200) {
        throw new UserFailure(url + ": " + answer.failure());
      }
      return answer.bytes();
    }
  }
}
