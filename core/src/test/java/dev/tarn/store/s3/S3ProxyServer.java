package dev.tarn.store.s3;

import dev.tarn.aws.Patience;
import dev.tarn.s3server.S3Server;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A real S3 server for tests, and how stores reach it. Any number can run at once.
public final class S3ProxyServer implements AutoCloseable {
  private static final S3Credentials CREDENTIALS =
      new S3Credentials(S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY);

  private final S3Server server;

  private S3ProxyServer(S3Server server) {
    this.server = server;
  }

  /// Starts a server and waits until it is ready.
  public static S3ProxyServer start() {
    return new S3ProxyServer(S3Server.start());
  }

  /// Where the server listens.
  public URI endpoint() {
    return server.endpoint();
  }

  /// What the server takes requests from.
  public S3Credentials credentials() {
    return CREDENTIALS;
  }

  /// Makes a bucket of a new name, and gives the name.
  public String createBucket() {
    return server.createBucket();
  }

  /// How to reach `bucket`.
  public S3StoreConfiguration configuration(String bucket) {
    return S3StoreConfiguration.at(endpoint(), bucket, CREDENTIALS)
        .withPatience(
            new Patience(
                6,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(120),
                Duration.ofMillis(20),
                Duration.ofSeconds(1)));
  }

  /// A store over a new bucket. The caller closes it.
  public S3Store newStore() {
    return S3Store.open(configuration(createBucket()), InstantSource.system());
  }

  /// Lets all objects be as if they were put at `time`.
  public void age(Instant time) {
    server.age(time);
  }

  @Override
  public void close() {
    server.close();
  }
}
