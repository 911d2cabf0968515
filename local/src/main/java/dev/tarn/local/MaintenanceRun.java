package dev.tarn.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.local.client.ApiAnswer;
import dev.tarn.local.client.ApiCall;
import dev.tarn.local.client.ApiClient;
import dev.tarn.local.client.DatasetPaths;
import dev.tarn.local.client.JobWatch;
import dev.tarn.local.terminal.UserFailure;
import java.nio.charset.StandardCharsets;

/// Has one task of maintenance done, and waits for it.
final class MaintenanceRun {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final ApiClient client;

  MaintenanceRun(ApiClient client) {
    this.client = client;
  }

  /// The result of `task` on `dataset`. Throws [UserFailure] where it was refused or failed.
  JsonNode run(String dataset, String task) {
    ObjectNode body = MAPPER.createObjectNode();
    body.putArray("tasks").add(task);
    ApiAnswer answer =
        client.sendRepeatedly(
            ApiCall.of(
                "POST",
                DatasetPaths.of(dataset) + "/maintenance",
                "application/json",
                body.toString().getBytes(StandardCharsets.UTF_8)));
    if (answer.status() != 202) {
      throw new UserFailure(answer.failure());
    }
    String path =
        answer
            .header("location")
            .orElseThrow(() -> new UserFailure("the answer does not tell where the job is"));
    return new JobWatch(client).await(path, status -> {}).path("result");
  }
}
