package dev.tarn.local.service;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/// A request to a service, as an SDK would sign it.
final class ServiceCall {
  static final Map<String, String> SIGNED =
      Map.of("authorization", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c");

  private ServiceCall() {}

  static HttpResponse<String> send(URI endpoint, Map<String, String> headers, String body)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofString(body));
      headers.forEach(request::header);
      return client.send(request.build(), BodyHandlers.ofString());
    }
  }
}
