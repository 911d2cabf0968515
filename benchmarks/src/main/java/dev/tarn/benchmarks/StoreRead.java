package dev.tarn.benchmarks;

import dev.tarn.aws.JdkHttpClient;
import dev.tarn.s3server.S3Server;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// Puts an object and reads it, with one HTTP client, and prints processor time and loaded classes
/// when it has been read for the first time, and microseconds each time from then on.
final class StoreRead {
  private static final int READS = 300;

  private StoreRead() {}

  /// The HTTP clients to choose from.
  enum Client {
    JDK {
      @Override
      SdkHttpClient open() {
        return new JdkHttpClient(Duration.ofSeconds(5), Duration.ofSeconds(20));
      }
    },
    URL_CONNECTION {
      @Override
      SdkHttpClient open() {
        return UrlConnectionHttpClient.create();
      }
    },
    APACHE_5 {
      @Override
      SdkHttpClient open() {
        return Apache5HttpClient.create();
      }
    },
    CRT {
      @Override
      SdkHttpClient open() {
        return AwsCrtHttpClient.create();
      }
    };

    abstract SdkHttpClient open();

    @Override
    public String toString() {
      return switch (this) {
        case JDK -> "JDK (`java.net.http`), as Tarn has it";
        case URL_CONNECTION -> "`url-connection-client`";
        case APACHE_5 -> "`apache5-client`";
        case CRT -> "`aws-crt-client`";
      };
    }
  }

  /// Takes the client's name, the server's address and a bucket.
  public static void main(String[] arguments) {
    try (SdkHttpClient http = Client.valueOf(arguments[0]).open();
        S3Client s3 =
            S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(URI.create(arguments[1]))
                .forcePathStyle(true)
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                            S3Server.ACCESS_KEY_ID, S3Server.SECRET_ACCESS_KEY)))
                .httpClient(http)
                .build()) {
      String bucket = arguments[2];
      s3.putObject(request -> request.bucket(bucket).key("object"), RequestBody.fromString("text"));
      read(s3, bucket);
      System.out.println(
          ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
              + " "
              + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
      long begin = System.nanoTime();
      for (int i = 0; i < READS; i++) {
        read(s3, bucket);
      }
      System.out.printf(Locale.ROOT, "%.1f%n", (System.nanoTime() - begin) / 1e3 / READS);
    }
  }

  private static void read(S3Client s3, String bucket) {
    String text =
        s3.getObjectAsBytes(request -> request.bucket(bucket).key("object")).asUtf8String();
    if (!text.equals("text")) {
      throw new IllegalStateException("the object holds '" + text + "'");
    }
  }
}
