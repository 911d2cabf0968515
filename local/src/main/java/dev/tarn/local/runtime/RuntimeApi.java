package dev.tarn.local.runtime;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a function's process asks for its invocations, on this machine alone (AWS Lambda Developer
/// Guide, "Using the Lambda runtime API", version 2018-06-01). It serves one process, which has one
/// invocation at a time.
final class RuntimeApi implements AutoCloseable {
  /// Lambda's limit on answers, 6 MB and a little.
  static final int MOST_ANSWER_BYTES = 6_291_556;

  private static final Logger LOG = LoggerFactory.getLogger(RuntimeApi.class);
  private static final String BASE = "/2018-06-01/runtime/";
  private static final String INVOCATION = BASE + "invocation/";
  private static final String ERROR_TYPE = "lambda-runtime-function-error-type";
  private static final byte[] NOTHING = new byte[0];

  private final ServerSocket server;
  private final String arn;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Optional<FunctionError>> initialized = new CompletableFuture<>();
  private final CountDownLatch restored = new CountDownLatch(1);
  private final BlockingQueue<Invocation> next = new ArrayBlockingQueue<>(1);
  private final AtomicReference<Optional<Invocation>> current =
      new AtomicReference<>(Optional.empty());

  private RuntimeApi(ServerSocket server, String arn) {
    this.server = server;
    this.arn = arn;
  }

  /// Starts serving the function that AWS would know as `arn`.
  static RuntimeApi start(String arn) throws IOException {
    RuntimeApi api =
        new RuntimeApi(new ServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1")), arn);
    var _ = api.threads.submit(api::accept);
    return api;
  }

  /// Where it serves, as host and port.
  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Done when the process has been initialized, up to the snapshot where one is to be taken; with
  /// the error where it could not be.
  CompletableFuture<Optional<FunctionError>> initialized() {
    return initialized;
  }

  /// Lets the process go on that waits at its snapshot.
  void restore() {
    restored.countDown();
  }

  /// Hands `invocation` to the process. Throws [IllegalStateException] where it has one already.
  void invoke(Invocation invocation) {
    if (!current.compareAndSet(Optional.empty(), Optional.of(invocation))) {
      throw new IllegalStateException("a process has one invocation at a time");
    }
    next.add(invocation);
  }

  /// Takes note that the process has ended.
  void end(int exitCode) {
    initialized.complete(
        Optional.of(new FunctionError("Runtime.ExitError", "the process ended with " + exitCode)));
    finish(new InvocationOutcome.Ended(exitCode));
  }

  private void finish(InvocationOutcome outcome) {
    current
        .getAndSet(Optional.empty())
        .ifPresent(invocation -> invocation.outcome().complete(outcome));
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.add(socket);
        var _ = threads.submit(() -> serve(socket));
      }
    } catch (IOException e) {
      LOG.debug("the runtime API is closed", e);
    }
  }

  private void serve(Socket socket) {
    try (socket;
        RuntimeConnection connection = new RuntimeConnection(socket, MOST_ANSWER_BYTES + 1)) {
      Optional<RuntimeRequest> request = connection.read();
      while (request.isPresent()) {
        answer(request.get(), connection);
        request = connection.read();
      }
    } catch (IOException e) {
      LOG.debug("a connection of the runtime client ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(socket);
    }
  }

  private void answer(RuntimeRequest request, RuntimeConnection connection)
      throws IOException, InterruptedException {
    switch (request.method() + " " + request.path()) {
      case "GET " + INVOCATION + "next" -> {
        initialized.complete(Optional.empty());
        Invocation invocation = next.take();
        connection.answer(200, headers(invocation), invocation.event());
      }
      case "GET " + BASE + "restore/next" -> {
        initialized.complete(Optional.empty());
        restored.await();
        connection.answer(200, Map.of(), NOTHING);
      }
      case "POST " + BASE + "init/error", "POST " + BASE + "restore/error" -> {
        FunctionError error = error(request);
        initialized.complete(Optional.of(error));
        finish(new InvocationOutcome.NotInitialized(error));
        connection.answer(202, Map.of(), NOTHING);
      }
      default -> connection.answer(take(request), Map.of(), NOTHING);
    }
  }

  /// Takes what came of an invocation, and answers with which status that is answered.
  private int take(RuntimeRequest request) {
    Optional<Invocation> invocation = current.get();
    if (!request.method().equals("POST") || invocation.isEmpty()) {
      return 404;
    }
    String path = INVOCATION + invocation.get().id();
    if (request.path().equals(path + "/error")) {
      finish(new InvocationOutcome.Failed(error(request)));
      return 202;
    }
    if (!request.path().equals(path + "/response")) {
      return 404;
    }
    if (request.bodyBytes() > MOST_ANSWER_BYTES) {
      finish(new InvocationOutcome.TooLarge(request.bodyBytes()));
      return 413;
    }
    finish(new InvocationOutcome.Answered(request.body()));
    return 202;
  }

  private Map<String, String> headers(Invocation invocation) {
    return Map.of(
        "Lambda-Runtime-Aws-Request-Id",
        invocation.id(),
        "Lambda-Runtime-Deadline-Ms",
        Long.toString(invocation.deadline().toEpochMilli()),
        "Lambda-Runtime-Invoked-Function-Arn",
        arn + ":live",
        "Lambda-Runtime-Trace-Id",
        "Root=1-%08x-%024x;Parent=%016x;Sampled=0"
            .formatted(
                invocation.deadline().getEpochSecond(),
                invocation.id().hashCode() & 0xffff_ffffL,
                invocation.deadline().toEpochMilli()));
  }

  private static FunctionError error(RuntimeRequest request) {
    return FunctionError.read(request.body(), request.header(ERROR_TYPE).orElse("Unknown"));
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
    for (Socket socket : connections) {
      socket.close();
    }
  }
}
