package dev.tarn.audit.work;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tarn.api.json.JsonDocument;
import dev.tarn.audit.AuditReport;
import dev.tarn.audit.Finding;
import dev.tarn.audit.ReceiptTally;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reports of audits as JSON.
public final class AuditJson {
  /// The most findings in a document.
  static final int MOST_FINDINGS = 100;

  private AuditJson() {}

  /// `report` as a JSON document, with the first 100 of its findings.
  public static String write(AuditReport report) {
    ObjectNode document = JsonDocument.newObject();
    document.put("dataset", report.dataset().value());
    report.version().ifPresent(version -> document.put("version", version));
    document.put("files", report.files());
    document.put("rows", report.rows());
    document.put("faults", report.faults());
    document.put("orphans", report.orphans());
    document.put("orphanBytes", report.orphanBytes());
    document.put("inFlight", report.inFlight());
    document.set("receipts", receipts(report.receipts()));
    document.put("complete", report.complete());
    ArrayNode findings = document.putArray("findings");
    report.findings().stream()
        .limit(MOST_FINDINGS)
        .forEach(finding -> findings.add(finding(finding)));
    return new String(JsonDocument.bytes(document), StandardCharsets.UTF_8);
  }

  private static ObjectNode receipts(ReceiptTally tally) {
    return JsonDocument.newObject()
        .put("receipts", tally.receipts())
        .put("receiptRows", tally.receiptRows())
        .put("batches", tally.batches())
        .put("batchRows", tally.batchRows())
        .put("unchecked", tally.unchecked());
  }

  private static ObjectNode finding(Finding finding) {
    return JsonDocument.newObject()
        .put("severity", finding.severity().name().toLowerCase(Locale.ROOT))
        .put("code", finding.code())
        .put("place", finding.place())
        .put("detail", finding.detail());
  }
}
