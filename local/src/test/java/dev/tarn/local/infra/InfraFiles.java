package dev.tarn.local.infra;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files of `infra/`, and what documentation says of it.
final class InfraFiles {
  private static final Path ROOT = Path.of("..");
  private static final ObjectMapper JSON = new ObjectMapper();

  private InfraFiles() {}

  /// A file below `infra/` that holds JSON.
  static JsonNode json(String path) {
    return json(ROOT.resolve("infra").resolve(path));
  }

  private static JsonNode json(Path path) {
    try {
      return JSON.readTree(path.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A file of Terraform below `infra/`; blocks are objects by type and labels. Expressions that
  /// need Terraform to tell their value are not told apart.
  static JsonNode hcl(String path) {
    return hcl(ROOT.resolve("infra").resolve(path));
  }

  static JsonNode hcl(Path path) {
    try {
      return tree(new HCLParser().parse(Files.readString(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (HCLParserException e) {
      throw new IllegalStateException(path + ": " + e.getMessage(), e);
    }
  }

  private static JsonNode tree(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case Map<?, ?> map -> {
        ObjectNode object = JSON.createObjectNode();
        map.forEach((name, member) -> object.set(String.valueOf(name), tree(member)));
        yield object;
      }
      case List<?> list -> {
        ArrayNode array = JSON.createArrayNode();
        list.forEach(element -> array.add(tree(element)));
        yield array;
      }
      case Boolean flag -> JSON.getNodeFactory().booleanNode(flag);
      // Terraform has one kind of number, which the parser takes for one with a fraction.
      case Number number ->
          JSON.getNodeFactory().numberNode(new BigDecimal(number.toString()).toBigIntegerExact());
      default -> JSON.getNodeFactory().textNode(value.toString());
    };
  }

  /// A text of the repository.
  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The directories of Terraform that have variables and a README: the root, `bootstrap` and each
  /// module.
  static List<Path> documented() {
    List<Path> directories = new ArrayList<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("infra"), 3)) {
      files
          .filter(file -> file.endsWith("variables.tf"))
          .map(Path::getParent)
          .sorted()
          .forEach(directories::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return directories;
  }
}
