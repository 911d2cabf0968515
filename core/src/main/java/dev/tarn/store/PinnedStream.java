package dev.tarn.store;

import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// An object's content, a request after another, of which the next is made while one is read.
final class PinnedStream extends InputStream {
  private final PinnedObject object;
  private final int step;
  private long next;
  private byte[] bytes = new byte[0];
  private int at;
  private Optional<CompletableFuture<byte[]>> ahead = Optional.empty();

  PinnedStream(PinnedObject object, long offset, int step) {
    this.object = object;
    this.step = step;
    next = offset;
  }

  @Override
  public int read() {
    return fill() ? bytes[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, offset, count);
    at += count;
    return count;
  }

  private boolean fill() {
    if (at == bytes.length && next < object.size()) {
      bytes = ahead.isPresent() ? await(ahead.get()) : object.range(next, step);
      at = 0;
      next += bytes.length;
      ahead = next < object.size() ? Optional.of(request(next)) : Optional.empty();
    }
    return at < bytes.length;
  }

  private CompletableFuture<byte[]> request(long offset) {
    return CompletableFuture.supplyAsync(
        () -> object.range(offset, step), Thread::startVirtualThread);
  }

  private static byte[] await(CompletableFuture<byte[]> request) {
    try {
      return request.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public void close() {
    ahead.ifPresent(request -> request.exceptionally(unread -> new byte[0]).join());
    ahead = Optional.empty();
    next = object.size();
    at = bytes.length;
  }
}
