package dev.tarn.s3server;

import java.io.StringReader;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;

/// Runs s3proxy, in a process of its own whose class path has its jars and this class. It reads
/// s3proxy's properties from standard input up to an empty line, starts, writes its port to
/// standard output, and ends when standard input does: so it never outlives the process that
/// started it, however that ends.
final class S3ServerProcess {
  private S3ServerProcess() {}

  /// Takes no arguments.
  public static void main(String[] arguments) throws Exception {
    Properties properties = new Properties();
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\n\n") < 0) {
      int c = System.in.read();
      if (c < 0) {
        return;
      }
      text.append((char) c);
    }
    properties.load(new StringReader(text.toString()));
    System.out.println("port " + start(properties));
    System.out.flush();
    while (System.in.read() >= 0) {
      // Nothing more is said; only the end matters.
    }
    Runtime.getRuntime().halt(0);
  }

  private static int start(Properties properties) throws Exception {
    S3Proxy server =
        S3Proxy.Builder.fromProperties(properties)
            .blobStore(BlobStores.create(properties.getProperty("jclouds.provider"), properties))
            .build();
    server.start();
    return server.getPort();
  }
}
