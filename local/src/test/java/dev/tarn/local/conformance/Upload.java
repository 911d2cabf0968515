package dev.tarn.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tarn.api.Operation;
import dev.tarn.local.conformance.DeployedLake.Running;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// A file that a client was given a link for.
record Upload(String dataset, String id, URI link) {
  static final Operation OPERATION = Operation.POST_UPLOAD;

  /// Asks `ingest` for a link, and holds its answer to what is described.
  ///
  /// @param type the content's, such as `text/csv`
  static Upload begin(Running ingest, String dataset, String type) throws Exception {
    String request = Event.MAPPER.createObjectNode().put("contentType", type).toString();
    Answer answer =
        Answer.of(ingest, OPERATION, Map.of("dataset", dataset), "application/json", request)
            .is(201);
    String id = answer.json().path("uploadId").asText();
    assertThat(id).matches("u[0-9a-f]{32}");
    assertThat(answer.headers().path("location").asText())
        .isEqualTo("/v1/datasets/" + dataset + "/receipts/" + id);
    assertThat(answer.json().path("expiresAt").asText()).endsWith("Z");
    return new Upload(dataset, id, URI.create(answer.json().path("url").asText()));
  }

  /// The object that the link puts.
  String key() {
    return "uploads/" + dataset + "/" + id;
  }

  /// Puts the file as a client does, that has the link and no credentials.
  Upload put(byte[] file) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(link)
            .version(HttpClient.Version.HTTP_1_1)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(file))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }
    return this;
  }

  /// What `ingest` tells of it.
  Answer receipt(Running ingest) throws IOException, InterruptedException {
    return Answer.of(
            ingest,
            Operation.GET_RECEIPT,
            Map.of("dataset", dataset, "batchId", id),
            "application/json",
            "")
        .is(200);
  }
}
