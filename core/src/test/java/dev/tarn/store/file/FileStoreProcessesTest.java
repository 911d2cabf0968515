package dev.tarn.store.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.store.ObjectKey;
import dev.tarn.store.ObjectPage;
import dev.tarn.store.ObjectSummary;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store's directory in the hands of several processes, and of some that die.
class FileStoreProcessesTest {
  private static final int KILLS = 6;

  @TempDir Path directory;

  @Test
  void keepsWhatWasAnsweredAndShowsNothingTornAfterSuddenDeaths() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    List<String> answered = new ArrayList<>();
    for (int run = 0; run < KILLS; run++) {
      Process writer = start("write", run);
      try (BufferedReader output = writer.inputReader()) {
        int lines = 1 + random.nextInt(60);
        output.lines().limit(lines).forEach(answered::add);
        // SIGKILL: the process is given no chance to tidy up. Its output is read to the end.
        writer.toHandle().destroyForcibly();
        output.lines().forEach(answered::add);
      }
      assertThat(writer.waitFor()).isNotZero();

      assertThat(keysOfWholeObjects(FileStoreProcess.open(directory)))
          .containsAll(answered.stream().filter(line -> !line.equals("open")).toList());
    }
    assertThat(answered).hasSizeGreaterThan(2 * KILLS);
  }

  @Test
  void losesNoIncrementOfSeveralProcesses() throws Exception {
    FileStore store = FileStoreProcess.open(directory);
    store.put(new ObjectKey("counter"), "0".getBytes(UTF_8));
    int increments = 50;

    Process first = start("count", increments);
    Process second = start("count", increments);
    FileStoreProcess.count(store, increments);

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(store.get(new ObjectKey("counter")).bytes())
        .isEqualTo(Integer.toString(3 * increments).getBytes(UTF_8));
  }

  private List<String> keysOfWholeObjects(FileStore store) {
    List<String> keys = new ArrayList<>();
    Optional<String> after = Optional.empty();
    ObjectPage page;
    do {
      page = store.list("", after);
      for (ObjectSummary object : page.objects()) {
        byte[] content = store.get(object.key()).bytes();
        assertThat(content).hasSize((int) object.size());
        assertThat(FileStoreProcess.isWhole(content)).as("%s is whole", object.key()).isTrue();
        keys.add(object.key().value());
      }
      after = keys.isEmpty() ? Optional.empty() : Optional.of(keys.getLast());
    } while (page.more());
    return keys;
  }

  private Process start(String what, int number) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            FileStoreProcess.class.getName(),
            what,
            directory.toString(),
            Integer.toString(number))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
