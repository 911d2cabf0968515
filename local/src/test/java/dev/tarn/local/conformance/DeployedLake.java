package dev.tarn.local.conformance;

import dev.tarn.api.Operation;
import dev.tarn.job.stored.StoredJobQueue;
import dev.tarn.local.backend.FunctionArchives;
import dev.tarn.local.runtime.ClassSharing;
import dev.tarn.local.runtime.DeployedFunction;
import dev.tarn.local.runtime.FunctionProcess;
import dev.tarn.local.runtime.FunctionSettings;
import dev.tarn.local.runtime.InitializationType;
import dev.tarn.local.runtime.InvocationOutcome;
import dev.tarn.local.runtime.LogLine;
import dev.tarn.local.runtime.ManagedRuntime;
import dev.tarn.local.service.MetricService;
import dev.tarn.local.service.QueueService;
import dev.tarn.store.memory.MemoryStore;
import dev.tarn.store.s3.S3ProxyServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The three functions from their archives, over two buckets of a real S3 server, with what each
/// asks of S3 and of other services recorded.
final class DeployedLake implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(2);

  private final List<Closeable> open = new ArrayList<>();
  private final Map<Operation.Function, Deployed> functions =
      new EnumMap<>(Operation.Function.class);
  private final Map<Operation.Function, Running> shared = new EnumMap<>(Operation.Function.class);
  private final S3ProxyServer s3;
  private final String bucket;
  private final String published;
  private final StoredJobQueue queue;
  private final QueueService queueService;
  private final MetricService metrics;

  /// A function, and what stands between it and each service.
  record Deployed(DeployedFunction function, Map<Service, RecordingProxy> proxies) {
    RecordingProxy proxy(Service service) {
      return Objects.requireNonNull(proxies.get(service));
    }

    /// A process with settings of its own, and what it writes.
    Running start(Map<String, String> changed, InitializationType initialization)
        throws IOException {
      return start(function, changed, initialization);
    }

    Running start(
        DeployedFunction deployed, Map<String, String> changed, InitializationType initialization)
        throws IOException {
      FunctionSettings settings = deployed.settings();
      Map<String, String> environment = new HashMap<>(settings.environment());
      environment.putAll(changed);
      environment.values().removeIf(String::isEmpty);
      List<LogLine> log = new CopyOnWriteArrayList<>();
      FunctionProcess process =
          deployed
              .with(
                  new FunctionSettings(
                      settings.name(),
                      settings.handler(),
                      settings.region(),
                      settings.memoryMegabytes(),
                      settings.timeout(),
                      initialization,
                      environment))
              .start(log::add);
      return new Running(process, log);
    }
  }

  /// A process of a function, and what it has written.
  record Running(FunctionProcess process, List<LogLine> log) implements AutoCloseable {
    InvocationOutcome invoke(byte[] event) throws InterruptedException {
      return process.invoke(UUID.randomUUID().toString(), event, LONG);
    }

    /// The answer to an event that is answered.
    byte[] answer(byte[] event) throws InterruptedException {
      InvocationOutcome outcome = invoke(event);
      if (outcome instanceof InvocationOutcome.Answered(byte[] document)) {
        return document;
      }
      throw new AssertionError(outcome.fault() + "\n" + log);
    }

    @Override
    public void close() {
      process.close();
    }
  }

  DeployedLake(Path directory) throws IOException {
    s3 = S3ProxyServer.start();
    open.add(s3::close);
    bucket = s3.createBucket();
    published = s3.createBucket();
    queue =
        new StoredJobQueue(
            new MemoryStore(Clock.systemUTC()), Clock.systemUTC(), Duration.ofMinutes(7), 10);
    queueService = new QueueService(queue);
    open.add(queueService::close);
    metrics = new MetricService(Clock.systemUTC());
    open.add(metrics::close);
    AthenaService athena = new AthenaService();
    open.add(athena::close);
    Map<Service, URI> servers =
        Map.of(
            Service.S3, s3.endpoint(),
            Service.SQS, queueService.endpoint(),
            Service.CLOUDWATCH, metrics.endpoint(),
            Service.ATHENA, athena.endpoint());
    FunctionArchives archives = new FunctionArchives(Path.of("..").toAbsolutePath().normalize());
    for (Operation.Function function : Operation.Function.values()) {
      Map<Service, RecordingProxy> proxies = new EnumMap<>(Service.class);
      for (Service service : Service.values()) {
        RecordingProxy proxy = RecordingProxy.before(Objects.requireNonNull(servers.get(service)));
        open.add(proxy::close);
        proxies.put(service, proxy);
      }
      DeployedFunction deployed =
          deploy(archives, function, environment(proxies), directory.resolve(function.label()));
      open.add(deployed::close);
      functions.put(function, new Deployed(deployed, proxies));
    }
  }

  private static DeployedFunction deploy(
      FunctionArchives archives,
      Operation.Function function,
      Map<String, String> environment,
      Path directory)
      throws IOException {
    return DeployedFunction.deploy(
        archives.archive(function),
        new FunctionSettings(
            "tarn-" + function.label(),
            handler(function),
            "us-east-1",
            2_048,
            LONG,
            InitializationType.ON_DEMAND,
            environment),
        archives.runtime(),
        directory);
  }

  private static String handler(Operation.Function function) {
    String name = function.label();
    return "dev.tarn.function.%s.%s%sHandler::handleRequest"
        .formatted(name, name.substring(0, 1).toUpperCase(Locale.ROOT), name.substring(1));
  }

  /// What Terraform gives the functions, and where the services are.
  private Map<String, String> environment(Map<Service, RecordingProxy> proxies) {
    Map<String, String> environment = new HashMap<>();
    environment.put("AWS_ACCESS_KEY_ID", s3.credentials().accessKeyId());
    environment.put("AWS_SECRET_ACCESS_KEY", s3.credentials().secretAccessKey());
    environment.put("TARN_BUCKET", bucket);
    environment.put("TARN_PUBLISH_BUCKET", published);
    environment.put("TARN_PUBLISH_URL", "https://exports.example.com");
    environment.put("TARN_QUEUE_URL", queueService.queueUrl().toString());
    proxies.forEach(
        (service, proxy) -> environment.put(service.variable(), proxy.endpoint().toString()));
    return environment;
  }

  Deployed function(Operation.Function function) {
    return Objects.requireNonNull(functions.get(function));
  }

  Running start(Operation.Function function) throws IOException {
    return function(function).start(Map.of(), InitializationType.ON_DEMAND);
  }

  /// The process for all who need none of their own: it is started once, and ends with the lake.
  Running shared(Operation.Function function) throws IOException {
    Optional<Running> running =
        Optional.ofNullable(shared.get(function)).filter(each -> each.process().isUsable());
    if (running.isPresent()) {
      return running.get();
    }
    Running started = start(function);
    open.add(started::close);
    shared.put(function, started);
    return started;
  }

  /// The runtime with another command in the place of `java`.
  DeployedFunction deployWith(Path java, Operation.Function function, Path directory)
      throws IOException {
    FunctionArchives archives = new FunctionArchives(Path.of("..").toAbsolutePath().normalize());
    return DeployedFunction.deploy(
        archives.archive(function),
        function(function).function().settings(),
        new ManagedRuntime(java, archives.runtime().client(), new ClassSharing.OfTheJdk()),
        directory);
  }

  /// The jobs that were sent and not yet taken.
  List<String> takeJobs() {
    List<String> jobs = new ArrayList<>();
    for (var delivery = queue.receive(1); !delivery.isEmpty(); delivery = queue.receive(1)) {
      delivery.forEach(queue::acknowledge);
      delivery.forEach(each -> jobs.add(each.job().toString()));
    }
    return jobs;
  }

  S3ProxyServer s3() {
    return s3;
  }

  String bucket() {
    return bucket;
  }

  String published() {
    return published;
  }

  Collection<Deployed> functions() {
    return functions.values();
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : open.reversed()) {
      each.close();
    }
  }
}
