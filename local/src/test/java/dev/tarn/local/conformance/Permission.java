package dev.tarn.local.conformance;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.api.Operation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One entry of the list that the functions' policies are made from, for one path.
///
/// @param place the bucket or the queue; empty where the action has neither
/// @param path what is allowed of a bucket, where `*` stands for any text; empty for other places
record Permission(Operation.Function function, String action, String place, String path) {
  private static final Path LIST = Path.of("..", "infra", "permissions.json");

  static List<Permission> listed() throws IOException {
    List<Permission> listed = new ArrayList<>();
    for (JsonNode entry : Event.MAPPER.readTree(LIST.toFile())) {
      Operation.Function function =
          Operation.Function.valueOf(entry.path("function").asText().toUpperCase(Locale.ROOT));
      String place = entry.path("bucket").asText(entry.path("queue").asText(""));
      List<String> paths = new ArrayList<>();
      entry.path("paths").forEach(path -> paths.add(path.asText()));
      for (String path : paths.isEmpty() ? List.of("") : paths) {
        listed.add(new Permission(function, entry.path("action").asText(), place, path));
      }
    }
    return listed;
  }

  boolean allows(ActionCalled called) {
    return function == called.function()
        && action.equals(called.action())
        && place.equals(called.place())
        && covers(called.path());
  }

  /// A listing is allowed of what begins with the path.
  private boolean covers(String called) {
    if (action.equals("s3:ListBucket")) {
      return called.startsWith(path);
    }
    String pattern = Stream.of(path.split("\\*", -1)).map(Pattern::quote).collect(joining(".*"));
    return called.matches(pattern);
  }
}
