package dev.tarn.local.backend;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tarn.api.Operation;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.clock.ClockTask;
import dev.tarn.clock.event.ClockEvent;
import dev.tarn.local.gateway.LocalContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the export function the events that EventBridge Scheduler sends it, by [Timetable]. What a
/// machine that slept has missed is made up for by the next one: exports know what is due.
final class LocalClock implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalClock.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RequestStreamHandler function;
  private final InstantSource clock;
  private final PrintStream functionLog;
  private final Runnable started;

  /// @param started called when something was started
  LocalClock(
      RequestStreamHandler function,
      InstantSource clock,
      PrintStream functionLog,
      Runnable started) {
    this.function = function;
    this.clock = clock;
    this.functionLog = functionLog;
    this.started = started;
  }

  @Override
  public void run() {
    try {
      // What is due when the backend starts need not wait for the next minute.
      send(ClockTask.EXPORTS, clock.instant());
      while (!Thread.currentThread().isInterrupted()) {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
        Thread.sleep(Duration.between(clock.instant(), minute).plusMillis(1));
        Timetable.at(minute).forEach(task -> send(task, minute));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(ClockTask task, Instant time) {
    try {
      function.handleRequest(
          new ByteArrayInputStream(JsonDocument.bytes(new ClockEvent(task, time).document())),
          OutputStream.nullOutputStream(),
          new LocalContext(
              Operation.Function.EXPORT, UUID.randomUUID().toString(), PATIENCE, functionLog));
      started.run();
    } catch (IOException | RuntimeException e) {
      LOG.warn("the task {} could not be started", task.label(), e);
    }
  }
}
