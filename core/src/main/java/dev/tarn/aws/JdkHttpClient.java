package dev.tarn.aws;

import dev.tarn.ahead.Ahead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Sends the AWS SDK's requests with the JDK's HTTP client, and reads answers whole, so that one
/// that breaks off is a failed attempt like any other.
///
/// The SDK's own client without dependencies, over [java.net.HttpURLConnection], loses the answer
/// of a server that says no before it has read the whole body, as it may to a conditional put, and
/// keeps no more than five connections to a host.
public final class JdkHttpClient implements SdkHttpClient {
  /// What the JDK's client sets by itself, and refuses to be told.
  private static final Set<String> OWN_HEADERS =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private final Ahead<HttpClient> client;
  private final Duration timeout;

  /// Takes `connect` at most for a connection, and `timeout` for a whole exchange. Whom its TLS
  /// trusts is read on a thread of its own, which the first request waits for.
  public JdkHttpClient(Duration connect, Duration timeout) {
    this.client =
        Ahead.of(
            "http-client",
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(connect)
                ::build);
    this.timeout = timeout;
  }

  @Override
  public String clientName() {
    return "Jdk";
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new Exchange(request(request));
  }

  @Override
  public void close() {
    client.get().shutdownNow();
  }

  private static HttpRequest request(HttpExecuteRequest execution) {
    SdkHttpRequest request = execution.httpRequest();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(request.getUri()).method(request.method().name(), body(execution));
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      if (!OWN_HEADERS.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        header.getValue().forEach(value -> builder.header(header.getKey(), value));
      }
    }
    return builder.build();
  }

  private static HttpRequest.BodyPublisher body(HttpExecuteRequest execution) {
    long length =
        execution
            .httpRequest()
            .firstMatchingHeader("Content-Length")
            .map(Long::parseLong)
            .orElse(0L);
    return execution
        .contentStreamProvider()
        .filter(_ -> length > 0)
        .map(content ->
            HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(content::newStream), length))
        .orElseGet(HttpRequest.BodyPublishers::noBody);
  }

  private static HttpExecuteResponse response(HttpResponse<byte[]> answer) {
    SdkHttpFullResponse.Builder head =
        SdkHttpFullResponse.builder().statusCode(answer.statusCode());
    answer.headers().map().forEach(head::putHeader);
    return HttpExecuteResponse.builder()
        .response(head.build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(answer.body())))
        .build();
  }

  /// One request on its way.
  private final class Exchange implements ExecutableHttpRequest {
    private final HttpRequest request;
    private final CompletableFuture<HttpResponse<byte[]>> aborted = new CompletableFuture<>();

    Exchange(HttpRequest request) {
      this.request = request;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      CompletableFuture<HttpResponse<byte[]>> sent =
          client.get().sendAsync(request, AnswerBody::subscriber);
      try {
        CompletableFuture.anyOf(sent, aborted).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return response(sent.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for the answer");
      } catch (TimeoutException e) {
        throw new HttpTimeoutException("no answer within " + timeout);
      } catch (CancellationException e) {
        throw new IOException("the request was aborted", e);
      } catch (ExecutionException e) {
        throw new IOException(e.getCause());
      } finally {
        // Ends the exchange if it goes on, and does nothing if it is over.
        sent.cancel(true);
      }
    }

    @Override
    public void abort() {
      aborted.cancel(true);
    }
  }
}
