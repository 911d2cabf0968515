package dev.tarn.store.s3;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.util.Properties;

/// Runs s3proxy, in a process of its own whose class path has its jars and this class. It reads
/// s3proxy's properties from standard input up to an empty line, starts, writes its port to
/// standard output, and ends when standard input does: so it never outlives the process that
/// started it, however that ends.
final class S3ProxyProcess {
  private S3ProxyProcess() {}

  /// Takes no arguments.
  public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
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

  /// S3proxy is on the class path only when this runs.
  private static int start(Properties properties) throws ReflectiveOperationException {
    Object blobStore =
        Class.forName("org.gaul.s3proxy.BlobStores")
            .getMethod("create", String.class, Properties.class)
            .invoke(null, properties.getProperty("jclouds.provider"), properties);
    Class<?> builderClass = Class.forName("org.gaul.s3proxy.S3Proxy$Builder");
    Object builder =
        builderClass.getMethod("fromProperties", Properties.class).invoke(null, properties);
    Method setter =
        builderClass.getMethod("blobStore", Class.forName("org.gaul.s3proxy.blobstore.BlobStore"));
    Object server = builderClass.getMethod("build").invoke(setter.invoke(builder, blobStore));
    Class<?> serverClass = Class.forName("org.gaul.s3proxy.S3Proxy");
    serverClass.getMethod("start").invoke(server);
    return (int) serverClass.getMethod("getPort").invoke(server);
  }
}
