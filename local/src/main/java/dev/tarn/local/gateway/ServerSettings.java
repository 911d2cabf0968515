package dev.tarn.local.gateway;

/// Settings of the JDK's HTTP server, which it takes from system properties and reads once. A
/// property that is set already stays as it is.
final class ServerSettings {
  private ServerSettings() {}

  /// Sets them, for servers yet to be created in this process.
  static void apply() {
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    setUnlessSet("sun.net.httpserver.maxReqHeaderSize", "65536");
    setUnlessSet("jdk.httpserver.maxConnections", "1024");
  }

  private static void setUnlessSet(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
