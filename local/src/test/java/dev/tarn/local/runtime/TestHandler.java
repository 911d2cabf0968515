package dev.tarn.local.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// A function that does what its event says.
public final class TestHandler implements RequestStreamHandler {
  private int invocations;

  public TestHandler() throws InterruptedException {
    switch (System.getenv().getOrDefault("INIT", "")) {
      case "throw" -> throw new IllegalArgumentException("INIT cannot be 'throw'");
      case "exit" -> Runtime.getRuntime().halt(7);
      case "hang" -> new CountDownLatch(1).await();
      default -> System.out.println("initialized");
    }
  }

  @Override
  public void handleRequest(InputStream event, OutputStream answer, Context context)
      throws IOException {
    invocations++;
    String[] words = new String(event.readAllBytes(), UTF_8).replace("\"", "").split(" ", 2);
    String text =
        switch (words[0]) {
          case "say" -> {
            System.out.println(words[1]);
            System.err.println(words[1]);
            yield "said";
          }
          case "throw" -> throw new IllegalStateException(words[1]);
          case "exit" -> {
            Runtime.getRuntime().halt(Integer.parseInt(words[1]));
            yield "";
          }
          case "hang" -> {
            hang();
            yield "";
          }
          case "large" -> "x".repeat(Integer.parseInt(words[1]));
          case "variables" -> new java.util.TreeMap<>(System.getenv()).toString();
          case "flags" -> ManagementFactory.getRuntimeMXBean().getInputArguments().toString();
          case "directory" -> Path.of("").toAbsolutePath().toString();
          case "context" ->
              String.join(
                  " ",
                  context.getAwsRequestId(),
                  context.getFunctionName(),
                  context.getInvokedFunctionArn(),
                  Integer.toString(context.getMemoryLimitInMB()),
                  Boolean.toString(context.getRemainingTimeInMillis() > 0));
          case "process" -> ProcessHandle.current().pid() + " " + invocations;
          default -> throw new IllegalArgumentException(words[0]);
        };
    answer.write(text.getBytes(UTF_8));
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
