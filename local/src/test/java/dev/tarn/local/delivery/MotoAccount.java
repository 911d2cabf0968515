package dev.tarn.local.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;

/// What is in the account that moto's server plays, made and read by requests of its own: a process
/// of AWS's command line for each would take most of a test's time.
final class MotoAccount implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FUNCTIONS = "/2015-03-31/functions";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;

  MotoAccount(URI endpoint) {
    this.endpoint = endpoint;
  }

  /// Has functions answer each of their next invocations with `document`, without running them.
  void answersInvocations(String document) throws IOException, InterruptedException {
    json("moto", "/moto-api/config", Map.of("lambda", Map.of("use_docker", false)));
    json(
        "moto",
        "/moto-api/static/lambda-simple/response",
        Map.of("results", Collections.nCopies(9, document)));
  }

  void createBucket(String name) throws IOException, InterruptedException {
    var _ = send("s3", "PUT", "/" + name, FORM, BodyPublishers.noBody());
  }

  /// A function of `archive` whose alias `live` is at version 1.
  void createFunction(String name, byte[] archive) throws IOException, InterruptedException {
    form(
        "iam",
        Map.of(
            "Action",
            "CreateRole",
            "Version",
            "2010-05-08",
            "RoleName",
            name,
            "AssumeRolePolicyDocument",
            "{}"));
    ObjectNode function = JSON.createObjectNode();
    function
        .put("FunctionName", name)
        .put("Role", "arn:aws:iam::123456789012:role/" + name)
        .put("Runtime", "java21")
        .put("Handler", "a::b")
        .put("Publish", true);
    function.putArray("Architectures").add("arm64");
    function.putObject("Code").put("ZipFile", archive);
    json("lambda", FUNCTIONS, function);
    json(
        "lambda",
        FUNCTIONS + "/" + name + "/aliases",
        Map.of("Name", "live", "FunctionVersion", "1"));
  }

  /// An alarm that does not ring.
  void createAlarm(String name) throws IOException, InterruptedException {
    form(
        "monitoring",
        Map.of(
            "Action",
            "PutMetricAlarm",
            "Version",
            "2010-08-01",
            "AlarmName",
            name,
            "Namespace",
            "n",
            "MetricName",
            "m",
            "Statistic",
            "Sum",
            "Period",
            "60",
            "Threshold",
            "1",
            "EvaluationPeriods",
            "1",
            "ComparisonOperator",
            "GreaterThanThreshold"));
  }

  /// The alias `live` of a function, as Lambda answers it.
  JsonNode live(String function) throws IOException, InterruptedException {
    return JSON.readTree(
        send(
            "lambda",
            "GET",
            FUNCTIONS + "/" + function + "/aliases/live",
            FORM,
            BodyPublishers.noBody()));
  }

  private void json(String service, String path, Object body)
      throws IOException, InterruptedException {
    var _ =
        send(
            service,
            "POST",
            path,
            "application/json",
            BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
  }

  private void form(String service, Map<String, String> fields)
      throws IOException, InterruptedException {
    String body =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
            .collect(Collectors.joining("&"));
    var _ = send(service, "POST", "/", FORM, BodyPublishers.ofString(body));
  }

  private String send(String service, String method, String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    // Of a signature, moto reads which service it is for.
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/"
                    + service
                    + "/aws4_request, SignedHeaders=host, Signature=none")
            .header("Content-Type", type)
            .method(method, body)
            .build();
    var answer = client.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return answer.body();
  }

  @Override
  public void close() {
    client.close();
  }
}
