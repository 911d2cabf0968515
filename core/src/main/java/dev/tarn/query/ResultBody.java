package dev.tarn.query;

import dev.tarn.problem.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of an answer while it is written: in memory up to a size, and from there on in a file.
/// Closing it deletes the file. Not for use by many threads.
public final class ResultBody extends OutputStream {
  private static final long LEAST_ROOM = 1L << 20;

  private final ScratchSpace scratch;
  private final long mostInMemory;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private ScratchSpace.@Nullable Directory directory;
  private @Nullable OutputStream file;

  /// @param scratch where the file is, if there is one
  /// @param mostInMemory how many bytes are kept in memory
  public ResultBody(ScratchSpace scratch, long mostInMemory) {
    this.scratch = scratch;
    this.mostInMemory = mostInMemory;
  }

  /// The file that holds the body, whole since the last flush; empty where memory does.
  public Optional<Path> file() {
    return Optional.ofNullable(directory).map(ResultBody::fileIn);
  }

  /// What is in memory: the body, if no file holds it.
  public byte[] bytes() {
    return memory.toByteArray();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (file == null && memory.size() + (long) length <= mostInMemory) {
      memory.write(bytes, offset, length);
      return;
    }
    try {
      spilled().write(bytes, offset, length);
    } catch (IOException e) {
      throw full(e);
    }
  }

  @Override
  public void flush() throws IOException {
    if (file != null) {
      file.flush();
    }
  }

  @Override
  public void close() throws IOException {
    memory.reset();
    ScratchSpace.Directory used = directory;
    directory = null;
    OutputStream open = file;
    file = null;
    try {
      if (open != null) {
        open.close();
      }
    } finally {
      if (used != null) {
        used.close();
      }
    }
  }

  private OutputStream spilled() throws IOException {
    OutputStream open = file;
    if (open == null) {
      ScratchSpace.Directory made = scratch.directory();
      directory = made;
      open = Files.newOutputStream(fileIn(made), StandardOpenOption.CREATE_NEW);
      file = open;
      memory.writeTo(open);
      memory.reset();
    }
    return open;
  }

  private static Path fileIn(ScratchSpace.Directory directory) {
    return directory.path().resolve("result");
  }

  private RuntimeException full(IOException failure) throws IOException {
    ScratchSpace.Directory used = directory;
    if (used != null && Files.getFileStore(used.path()).getUsableSpace() < LEAST_ROOM) {
      return new Problem.ResultTooLarge(
              "the result needs more temporary space than there is; select fewer columns or rows")
          .exception();
    }
    return new UncheckedIOException("the answer cannot be written", failure);
  }
}
