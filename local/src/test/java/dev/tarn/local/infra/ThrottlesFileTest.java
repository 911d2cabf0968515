package dev.tarn.local.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tarn.local.gateway.Throttle;
import dev.tarn.local.gateway.Throttles;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// `throttles.json`, by which Terraform throttles API Gateway's routes, is what this build's
/// gateway goes by, and what documentation tells.
class ThrottlesFileTest {
  private final JsonNode file = InfraFiles.json("throttles.json");

  @Test
  void theGatewayOfThisBuildGoesByTheFileThatTerraformReads() {
    Map<String, Throttle> throttles = new TreeMap<>();
    file.properties()
        .forEach(entry ->
            throttles.put(
                entry.getKey(),
                new Throttle(
                    entry.getValue().path("rate").doubleValue(),
                    entry.getValue().path("burst").longValue())));

    assertThat(Throttles.deployed().byFunction()).isEqualTo(throttles);
    assertThat(InfraFiles.text("infra/main.tf"))
        .contains("merge(jsondecode(file(\"${path.module}/throttles.json\")), var.throttles)");
  }

  @Test
  void documentationHasItsFigures() {
    String reference = InfraFiles.text("docs/reference/access.md");

    file.properties()
        .forEach(entry -> {
          String routes = entry.getKey().equals("open") ? "open: health" : "of " + entry.getKey();
          assertThat(reference)
              .contains(
                  "| %s | %s | %s |"
                      .formatted(
                          routes, entry.getValue().path("rate"), entry.getValue().path("burst")));
        });
  }
}
