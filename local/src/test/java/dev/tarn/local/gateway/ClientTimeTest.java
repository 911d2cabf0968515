package dev.tarn.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClientTimeTest {
  /// What a task that reads a byte from a client that sends none ends with.
  private static CompletableFuture<Throwable> reading(ClientTime time, Runnable before)
      throws IOException {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    ServerSocketChannel server =
        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Socket client = new Socket(InetAddress.getLoopbackAddress(), server.socket().getLocalPort());
    SocketChannel accepted = server.accept();
    time.execute(() -> {
      try (server;
          client;
          accepted) {
        before.run();
        var _ = accepted.read(ByteBuffer.allocate(1));
      } catch (IOException e) {
        end.complete(e);
      }
    });
    return end;
  }

  @Test
  void aClientThatSendsNothingIsCutOff() throws Exception {
    try (ClientTime time = new ClientTime(Duration.ofMillis(20))) {
      assertThat(reading(time, () -> {}).get(60, TimeUnit.SECONDS))
          .isInstanceOf(ClosedByInterruptException.class);
      assertThat(
              reading(
                      time,
                      () -> {
                        time.end();
                        time.begin();
                      })
                  .get(60, TimeUnit.SECONDS))
          .isInstanceOf(ClosedByInterruptException.class);
    }
  }

  @Test
  void whatWaitsForNoClientIsNotInterrupted() throws Exception {
    try (ClientTime time = new ClientTime(Duration.ofMillis(1))) {
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      time.execute(() -> {
        time.end();
        // One that was cut off meanwhile starts anew.
        var _ = Thread.interrupted();
        try {
          reading(time, () -> {}).join();
          interrupted.complete(Thread.currentThread().isInterrupted());
        } catch (IOException e) {
          interrupted.completeExceptionally(e);
        }
      });
      assertThat(interrupted.get(60, TimeUnit.SECONDS)).isFalse();
    }
  }
}
