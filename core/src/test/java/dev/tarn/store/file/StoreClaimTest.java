package dev.tarn.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreClaimTest {
  @TempDir private Path directory;

  @Test
  void oneHolderAtATimeHasIt() {
    StoreClaim first = StoreClaim.take(directory, "jobs").orElseThrow();

    assertThat(StoreClaim.take(directory, "jobs")).isEmpty();
    assertThat(StoreClaim.take(directory.resolve("."), "jobs")).isEmpty();
    first.close();

    Optional<StoreClaim> second = StoreClaim.take(directory, "jobs");
    assertThat(second).isPresent();
    second.get().close();
  }

  @Test
  void othersAreClaimsOfTheirOwn() {
    try (StoreClaim one = StoreClaim.take(directory, "jobs").orElseThrow();
        StoreClaim another = StoreClaim.take(directory, "clock").orElseThrow();
        StoreClaim elsewhere = StoreClaim.take(directory.resolve("new"), "jobs").orElseThrow()) {
      assertThat(one).isNotSameAs(another).isNotSameAs(elsewhere);
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsTold() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatExceptionOfType(StoreException.class).isThrownBy(() -> StoreClaim.take(file, "jobs"));
    assertThatIllegalArgumentException().isThrownBy(() -> StoreClaim.take(directory, "../jobs"));
  }
}
