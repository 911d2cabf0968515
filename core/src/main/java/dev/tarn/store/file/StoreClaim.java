package dev.tarn.store.file;

import dev.tarn.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.Optional;

/// What one holder at a time may do with a [FileStore]'s directory, of all processes that use it.
/// The operating system takes it back when its holder's process ends, however it ends.
public final class StoreClaim implements AutoCloseable {
  private final FileLock lock;

  private StoreClaim(FileLock lock) {
    this.lock = lock;
  }

  /// Takes the claim of that name on the directory, or gives empty if another has it, in this
  /// process or another. Throws [StoreException] if the directory cannot be made or written to.
  ///
  /// @param name lower-case letters
  public static Optional<StoreClaim> take(Path directory, String name) {
    if (!name.matches("[a-z]{1,40}")) {
      throw new IllegalArgumentException("'" + name + "' is no name of a claim");
    }
    try {
      Path root = ObjectFiles.makeRoot(directory);
      Path aside = root.resolve(FileNames.RESERVED);
      new ObjectFiles(root).makeDirectory(aside);
      return StoreLock.at(aside.resolve(name + ".claim")).take().map(StoreClaim::new);
    } catch (IOException e) {
      throw new StoreException("claim " + name + " of the store in " + directory, e);
    }
  }

  /// Gives it back.
  @Override
  public void close() {
    try {
      lock.release();
    } catch (IOException e) {
      throw new StoreException("a claim on a store could not be given back", e);
    }
  }
}
