package dev.tarn.store.file;

import dev.tarn.store.ObjectKey;
import dev.tarn.store.PutResult;
import dev.tarn.store.SignedLinks;
import dev.tarn.store.StoredObject;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.SplittableRandom;

/// Another process that uses a store's directory. It writes a line to standard output for each
/// thing it has done.
final class FileStoreProcess {
  private FileStoreProcess() {}

  /// `write DIRECTORY RUN`: puts objects until it is killed. `count DIRECTORY N`: adds one N times.
  public static void main(String[] arguments) {
    FileStore store = open(Path.of(arguments[1]));
    System.out.println("open");
    switch (arguments[0]) {
      case "write" -> write(store, Integer.parseInt(arguments[2]));
      case "count" -> count(store, Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  static FileStore open(Path directory) {
    InstantSource clock = InstantSource.system();
    return FileStore.open(
        directory, clock, SignedLinks.withRandomSecret(URI.create("http://127.0.0.1/"), clock));
  }

  /// A content that [#isWhole] knows: a seed, a length, and as many bytes as the seed gives.
  static byte[] content(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] bytes = new byte[12 + random.nextInt(300_000)];
    random.nextBytes(bytes);
    ByteBuffer.wrap(bytes).putLong(seed).putInt(bytes.length);
    return bytes;
  }

  static boolean isWhole(byte[] bytes) {
    return bytes.length >= 12
        && java.util.Arrays.equals(bytes, content(ByteBuffer.wrap(bytes).getLong()));
  }

  private static void write(FileStore store, int run) {
    for (int i = 0; true; i++) {
      String key =
          switch (i % 3) {
            case 0 -> "new/" + run + "/" + i;
            case 1 -> "log/" + run + "-" + i;
            default -> "replaced/" + i % 5;
          };
      byte[] content = content(run * 1_000_000L + i);
      if (i % 3 == 1) {
        store.putIfAbsent(new ObjectKey(key), content);
      } else {
        store.put(new ObjectKey(key), content);
      }
      System.out.println(key);
    }
  }

  static void count(FileStore store, int increments) {
    ObjectKey counter = new ObjectKey("counter");
    for (int done = 0; done < increments; ) {
      StoredObject present = store.get(counter);
      int next = Integer.parseInt(new String(present.bytes(), StandardCharsets.UTF_8)) + 1;
      PutResult result =
          store.putIfMatch(
              counter,
              Integer.toString(next).getBytes(StandardCharsets.UTF_8),
              present.summary().etag());
      done += result instanceof PutResult.Stored ? 1 : 0;
    }
  }
}
