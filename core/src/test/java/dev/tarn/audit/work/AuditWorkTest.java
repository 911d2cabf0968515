package dev.tarn.audit.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.audit.AuditReport;
import dev.tarn.audit.Finding;
import dev.tarn.audit.ReceiptTally;
import dev.tarn.dataset.DatasetName;
import dev.tarn.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AuditWorkTest {
  @Test
  void aReportIsWrittenWithItsCountsAndItsFirstFindings() {
    List<Finding> findings =
        IntStream.range(0, 250)
            .<Finding>mapToObj(i -> new Finding.WrongSize(new ObjectKey("k" + i), i, 2))
            .toList();
    AuditReport report =
        new AuditReport(
            new DatasetName("readings"),
            OptionalLong.of(7),
            300,
            4_000,
            250,
            1,
            10,
            2,
            new ReceiptTally(1, 2, 3, 4, 5),
            findings,
            false);

    ObjectNode document =
        JsonDocument.object(AuditJson.write(report).getBytes(StandardCharsets.UTF_8));

    assertThat(document.path("faults").asInt()).isEqualTo(250);
    assertThat(document.path("findings")).hasSize(100);
    assertThat(document.at("/findings/3").toString())
        .isEqualTo(
            "{\"severity\":\"fault\",\"code\":\"wrong-size\",\"place\":\"k3\",\"detail\":"
                + "\"the file has 2 bytes; it has 3 in the log\"}");
    assertThat(document.path("receipts").toString())
        .isEqualTo(
            "{\"receipts\":1,\"receiptRows\":2,\"batches\":3,\"batchRows\":4,\"unchecked\":5}");
    assertThat(document.path("version").asInt()).isEqualTo(7);
    assertThat(document.path("complete").asBoolean()).isFalse();
  }
}
