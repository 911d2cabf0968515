package dev.tarn.local.backend;

import dev.tarn.api.Operation;
import dev.tarn.local.runtime.ManagedRuntime;
import dev.tarn.local.terminal.UserFailure;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Where the build has put what functions in processes of their own are made of.
///
/// @param root the directory of the whole project
public record FunctionArchives(Path root) {
  /// Those of the build that this code is from. Throws [UserFailure] where it is from none.
  public static FunctionArchives ofThisBuild() {
    Path code;
    try {
      code =
          Path.of(
              FunctionArchives.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("code is in a file", e);
    }
    for (Path each = code.getParent(); each != null; each = each.getParent()) {
      if (Files.isDirectory(each.resolve("query-lambda").resolve("target"))) {
        return new FunctionArchives(each);
      }
    }
    throw new UserFailure(
        "the archives of the functions are not there: no directory above " + code + " has a build");
  }

  /// The archive of `function` for this machine. Throws [UserFailure] where there is none.
  public Path archive(Operation.Function function) {
    String module = function.label() + "-lambda";
    Path archive =
        root.resolve(module).resolve("target").resolve(module + "-" + platform() + ".zip");
    if (!Files.isRegularFile(archive)) {
      throw new UserFailure(
          archive + " is not there; ./mvnw -Dquick package makes it where the platform is known");
    }
    return archive;
  }

  /// The runtime that they run under. Throws [UserFailure] where it cannot be had.
  public ManagedRuntime runtime() {
    try {
      return ManagedRuntime.ofThisJdk(root.resolve("local/target/tarn/runtime"));
    } catch (UnsupportedOperationException | IOException e) {
      throw new UserFailure("functions cannot run in processes: " + e.getMessage(), e);
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    return (system.startsWith("mac") ? "macos" : system)
        + "-"
        + switch (machine) {
          case "amd64" -> "x86_64";
          case "aarch64" -> "arm64";
          default -> machine;
        };
  }
}
