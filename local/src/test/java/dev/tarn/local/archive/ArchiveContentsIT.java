package dev.tarn.local.archive;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.local.archive.FunctionArchive.Content;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What is in the functions' archives, and what is not.
@ParameterizedClass
@MethodSource("dev.tarn.local.archive.FunctionArchive#built")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchiveContentsIT {
  private static final long MEGABYTE = 1_000_000;
  private static final LocalDateTime OUTPUT_TIMESTAMP = LocalDateTime.of(2026, 1, 1, 0, 0);

  @Parameter private FunctionArchive archive;
  private List<Content> contents;

  @BeforeParameterizedClassInvocation
  void read() throws IOException {
    contents = archive.contents();
  }

  @Test
  void itHasTheJarsThatTheFunctionNeeds() throws IOException {
    String list = archive.function() + ".txt";
    try (InputStream expected = getClass().getResourceAsStream(list)) {
      assertThat(jars().map(ArchiveContentsIT::withoutVersion))
          .as("jars of %s, as %s has them", archive, list)
          .containsExactlyInAnyOrderElementsOf(
              new String(Objects.requireNonNull(expected).readAllBytes(), StandardCharsets.UTF_8)
                  .lines()
                  .toList());
    }
  }

  @Test
  void besidesJarsItHasTheLibraryOfDuckDbAlone() throws IOException {
    try (ZipFile zip = new ZipFile(archive.file().toFile())) {
      assertThat(zip.stream().map(ZipEntry::getName).filter(n -> !n.matches("lib/[^/]+\\.jar")))
          .containsExactlyInAnyOrderElementsOf(
              archive.runsSql()
                  ? List.of("lib/", "lib/" + archive.platform().duckDbLibrary())
                  : List.of("lib/"));
    }
  }

  @Test
  void itIsSmall() throws IOException {
    assertThat(Files.size(archive.file())).isLessThan((archive.runsSql() ? 75 : 40) * MEGABYTE);
  }

  @Test
  void itsFilesSayNothingOfWhereAndWhenTheyWereMade() throws IOException {
    try (ZipFile zip = new ZipFile(archive.file().toFile())) {
      assertThat(zip.stream())
          .allSatisfy(e -> assertThat(e.getTimeLocal()).isEqualTo(OUTPUT_TIMESTAMP))
          .allSatisfy(e -> assertThat(e.getExtra()).isNull());
    }
  }

  @Test
  void everyoneMayReadItsFiles() throws IOException {
    try (FileSystem zip =
            FileSystems.newFileSystem(
                archive.file(),
                Map.of("accessMode", "readOnly", "enablePosixFileAttributes", true));
        Stream<Path> files = Files.walk(zip.getPath("/lib"))) {
      assertThat(files)
          .allSatisfy(f ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                  .isEqualTo(Files.isDirectory(f) ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  @Test
  void itsNativeCodeIsOfItsPlatform() {
    Map<String, NativeCode> found =
        contents.stream()
            .filter(c -> c.nativeCode().isPresent())
            .collect(toMap(Content::name, c -> c.nativeCode().orElseThrow()));

    assertThat(found).hasSize(archive.runsSql() ? 2 : 1);
    assertThat(found.keySet()).anyMatch(n -> n.contains("libzstd-jni"));
    assertThat(found.values()).containsOnly(archive.platform().code());
  }

  @Test
  void ofHadoopItHasTheShimAlone() {
    assertThat(contents.stream().filter(c -> c.name().startsWith("org/apache/hadoop/")))
        .isNotEmpty()
        .allSatisfy(c -> assertThat(withoutVersion(c.container())).isEqualTo("tarn-hadoop-shim"));
  }

  @Test
  void theRuntimeItselfIsLeftToLambda() {
    assertThat(contents)
        .noneMatch(c -> c.name().startsWith("com/amazonaws/services/lambda/runtime/api/client/"));
  }

  @Test
  void itLogsInOneWay() {
    assertThat(contents.stream().filter(c -> c.name().endsWith(".SLF4JServiceProvider")))
        .extracting(c -> withoutVersion(c.container()))
        .containsExactly("slf4j-jdk14");
  }

  /// But for fastutil, of which each of Parquet's jars brings what it needs, of one version and
  /// under a name of Parquet's own.
  @Test
  void noClassIsInTwoJars() {
    Map<String, Set<String>> jarsOf =
        contents.stream()
            .filter(c -> c.name().endsWith(".class"))
            .filter(c -> !c.name().endsWith("module-info.class"))
            .filter(c -> !c.name().startsWith("shaded/parquet/it/unimi/dsi/fastutil/"))
            .collect(groupingBy(Content::name, mapping(Content::container, toSet())));

    assertThat(jarsOf).isNotEmpty();
    assertThat(jarsOf.entrySet()).filteredOn(c -> c.getValue().size() > 1).isEmpty();
  }

  @Test
  void noJarHasAnIndexOrASignatureThatHidesWhatOthersHave() {
    assertThat(contents)
        .noneMatch(c -> c.name().matches("META-INF/(INDEX\\.LIST|.*\\.(SF|RSA|DSA|EC))"));
  }

  @Test
  void theLibrariesAreAsTheyWerePublishedWithTheirLicences() throws IOException {
    Map<String, Path> published = publishedJars();
    try (ZipFile zip = new ZipFile(archive.file().toFile())) {
      // slf4j-jdk14 is not on the class path of this module.
      for (String jar :
          jars().filter(j -> !j.matches("lib/(tarn|zstd-jni|duckdb|slf4j-jdk14)[-_].*")).toList()) {
        Path original = published.get(Path.of(jar).getFileName().toString());
        try (InputStream bytes = zip.getInputStream(zip.getEntry(jar))) {
          assertThat(bytes.readAllBytes()).as(jar).isEqualTo(Files.readAllBytes(original));
        }
      }
    }
  }

  @Test
  void theDriverOfDuckDbLacksItsLibrariesAlone() throws IOException {
    Path original =
        publishedJars().entrySet().stream()
            .filter(j -> j.getKey().startsWith("duckdb_jdbc-"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    List<Content> driver =
        contents.stream().filter(c -> c.container().startsWith("lib/duckdb_jdbc-")).toList();

    if (archive.runsSql()) {
      try (ZipFile jar = new ZipFile(original.toFile())) {
        assertThat(driver.stream().map(Content::name))
            .containsExactlyInAnyOrderElementsOf(
                jar.stream()
                    .filter(e -> !e.isDirectory())
                    .map(ZipEntry::getName)
                    .filter(n -> !n.startsWith("libduckdb_java."))
                    .toList());
      }
    } else {
      assertThat(driver).isEmpty();
    }
  }

  private static Map<String, Path> publishedJars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(p -> p.endsWith(".jar"))
        .map(Path::of)
        .collect(toMap(p -> p.getFileName().toString(), p -> p, (first, second) -> first));
  }

  private Stream<String> jars() {
    return contents.stream().map(Content::container).filter(n -> n.endsWith(".jar")).distinct();
  }

  private static String withoutVersion(String jar) {
    return jar.replaceFirst("^lib/", "").replaceFirst("-\\d[^/]*\\.jar$", "");
  }
}
