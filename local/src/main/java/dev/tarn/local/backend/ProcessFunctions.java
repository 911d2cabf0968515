package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.access.AccessSettings;
import dev.tarn.api.Operation;
import dev.tarn.aws.CredentialVariables;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.local.runtime.DeployedFunction;
import dev.tarn.local.runtime.FunctionPool;
import dev.tarn.local.runtime.FunctionSettings;
import dev.tarn.local.runtime.InitializationType;
import dev.tarn.local.runtime.LogLine;
import dev.tarn.local.service.MetricService;
import dev.tarn.local.service.QueueService;
import dev.tarn.local.terminal.Terminal;
import dev.tarn.local.terminal.UserFailure;
import dev.tarn.store.ObjectStore;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The functions as AWS runs them: from their archives, each in JVMs of its own under AWS's runtime
/// client, over a lake in a bucket, with SQS and CloudWatch played by this process.
public final class ProcessFunctions implements FunctionOpener {
  /// Longer than a job may run at a time.
  private static final Duration VISIBILITY = JobFeed.RUN.plusMinutes(2);

  private static final int MOST_DELIVERIES = 10;

  /// An export's job, its requests and its clock should not have to wait for each other.
  private static final int FEWEST_PROCESSES = 3;

  private final FunctionArchives archives;
  private final LakeOpener lakes;
  private final Optional<String> publish;
  private final AccessSettings access;
  private final PrintStream log;
  private final Clock clock;

  /// @param publish the bucket that exports are published in; the lake's own where it is empty
  /// @param access what the functions ask of callers
  /// @param log what the functions write is written to, but for what they measure
  public ProcessFunctions(
      FunctionArchives archives,
      LakeOpener lakes,
      Optional<String> publish,
      AccessSettings access,
      PrintStream log,
      Clock clock) {
    this.archives = archives;
    this.lakes = lakes;
    this.publish = publish;
    this.access = access;
    this.log = log;
    this.clock = clock;
  }

  /// What is deployed as in AWS (`infra/functions.tf`), memory included.
  private record Size(int megabytes, Duration timeout) {
    static Size of(Operation.Function function) {
      return switch (function) {
        case INGEST -> new Size(1_769, LocalUploads.RUN);
        case QUERY -> new Size(3_008, Duration.ofSeconds(29));
        case EXPORT -> new Size(3_072, Duration.ofMinutes(15));
      };
    }
  }

  @Override
  public OpenLake open(LakeLocation lake) {
    LakeLocation.Bucket bucket = bucket(lake);
    LakeLocation.Bucket published =
        new LakeLocation.Bucket(publishBucket(bucket), "", bucket.endpoint(), bucket.region());
    Map<String, String> credentials =
        CredentialVariables.found()
            .orElseThrow(() ->
                new UserFailure(
                    "the AWS SDK finds no credentials for the functions; set AWS_ACCESS_KEY_ID and"
                        + " AWS_SECRET_ACCESS_KEY, or a profile"));
    ObjectStore store = lakes.open(bucket);
    StoredJobQueue queue = new StoredJobQueue(store, clock, VISIBILITY, MOST_DELIVERIES);
    List<AutoCloseable> open = new ArrayList<>();
    try {
      QueueService queueService = new QueueService(queue);
      open.add(queueService);
      MetricService metricService = new MetricService(clock);
      open.add(metricService);
      Map<String, String> environment = new HashMap<>(credentials);
      environment.put("TARN_BUCKET", bucket.bucket());
      environment.put("TARN_PREFIX", bucket.prefix());
      bucket
          .endpoint()
          .ifPresent(endpoint -> environment.put("TARN_S3_ENDPOINT", endpoint.toString()));
      environment.put("TARN_TOKENS", access.tokensRequired() ? "required" : "none");
      environment.put("TARN_PUBLISH_BUCKET", published.bucket());
      environment.put("TARN_PUBLISH_URL", "/");
      environment.put("TARN_QUEUE_URL", queueService.queueUrl().toString());
      environment.put("AWS_ENDPOINT_URL_SQS", queueService.endpoint().toString());
      environment.put("AWS_ENDPOINT_URL_CLOUDWATCH", metricService.endpoint().toString());
      Path directory = Files.createTempDirectory("tarn-functions-");
      open.add(() -> Files.deleteIfExists(directory));
      Map<Operation.Function, RequestStreamHandler> functions =
          new EnumMap<>(Operation.Function.class);
      for (Operation.Function function : Operation.Function.values()) {
        DeployedFunction deployed =
            DeployedFunction.deploy(
                archives.archive(function),
                settings(function, bucket.region(), environment),
                archives.runtime(),
                directory.resolve(function.label()));
        open.add(deployed);
        FunctionPool pool = new FunctionPool(deployed, processes(), log(function, metricService));
        open.add(pool);
        functions.put(function, new ProcessFunction(pool));
      }
      return new OpenLake(
          functions,
          JobClaim.SHARED,
          queue,
          store,
          lakes.open(published),
          Optional.empty(),
          () -> end(open));
    } catch (IOException e) {
      end(open);
      throw new UserFailure("the functions cannot be unpacked: " + e.getMessage(), e);
    } catch (UserFailure e) {
      end(open);
      throw e;
    }
  }

  private static LakeLocation.Bucket bucket(LakeLocation lake) {
    return switch (lake) {
      case LakeLocation.Bucket bucket -> bucket;
      case LakeLocation.Directory _ ->
          throw new UserFailure(
              "--functions process needs a lake in a bucket, for functions speak to S3 alone: give"
                  + " --store s3://BUCKET, and --endpoint URL for a server other than AWS");
    };
  }

  private String publishBucket(LakeLocation.Bucket lake) {
    if (publish.isEmpty() && !lake.prefix().isEmpty()) {
      throw new UserFailure(
          "exports are published at the root of a bucket: give --publish BUCKET, or a lake at the"
              + " root of its own");
    }
    return publish.orElse(lake.bucket());
  }

  private static FunctionSettings settings(
      Operation.Function function, String region, Map<String, String> environment) {
    String name = function.label();
    Size size = Size.of(function);
    return new FunctionSettings(
        "tarn-" + name,
        "dev.tarn.function."
            + name
            + "."
            + name.substring(0, 1).toUpperCase(Locale.ROOT)
            + name.substring(1)
            + "Handler::handleRequest",
        region,
        size.megabytes(),
        size.timeout(),
        InitializationType.ON_DEMAND,
        environment);
  }

  private static int processes() {
    return Math.max(FEWEST_PROCESSES, Runtime.getRuntime().availableProcessors());
  }

  private Consumer<LogLine> log(Operation.Function function, MetricService metrics) {
    String name = function.label() + " | ";
    return line -> {
      if (!metrics.take(line.text())) {
        log.println(name + Terminal.safe(line.text()));
      }
    };
  }

  /// The last that was opened ends first.
  private static void end(List<AutoCloseable> open) {
    for (AutoCloseable each : open.reversed()) {
      try {
        each.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException("it cannot be closed", e);
      }
    }
  }
}
