package dev.tarn.benchmarks.hello;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.tarn.aws.Patience;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// [HelloWorld] that keeps what it was called with in S3, by the AWS SDK over the HTTP client that
/// Tarn has: how near to the other a function can start that stores anything so.
public final class StoringHelloWorld
    implements RequestHandler<Map<String, Object>, Map<String, Object>> {
  private final String bucket = System.getenv("TARN_BUCKET");
  private final S3Client s3;

  /// Makes the client, from the variables that Tarn's functions have.
  public StoringHelloWorld() {
    this.s3 =
        S3Client.builder()
            .region(Region.of(System.getenv("AWS_REGION")))
            .endpointOverride(URI.create(System.getenv("TARN_S3_ENDPOINT")))
            .forcePathStyle(true)
            .httpClient(Patience.DEFAULT.httpClient())
            .build();
  }

  @Override
  public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
    context.getLogger().log("an event with " + event.size() + " fields");
    s3.putObject(
        put -> put.bucket(bucket).key(context.getAwsRequestId()),
        RequestBody.fromString(event.toString()));
    return Map.of("statusCode", 200, "body", "hello");
  }
}
