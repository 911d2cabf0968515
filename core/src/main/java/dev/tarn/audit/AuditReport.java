package dev.tarn.audit;

import dev.tarn.dataset.DatasetName;
import java.util.List;
import java.util.OptionalLong;

/// What an audit found.
///
/// @param version the version that was audited; empty where the log does not tell
/// @param files how many files that version has
/// @param rows how many rows those have, by the log
/// @param faults how many findings are faults
/// @param orphans how many files in the store no version within the retention needs
/// @param orphanBytes the size of those
/// @param inFlight how many files in the store no version needs that are younger than an hour: an
///   append may be about to commit them
/// @param receipts what the receipts tell, against the log
/// @param findings what was found, faults first; of either severity the first 1,000
/// @param complete whether everything was checked, for which there may be no time, or too much
///   damage
public record AuditReport(
    DatasetName dataset,
    OptionalLong version,
    long files,
    long rows,
    long faults,
    long orphans,
    long orphanBytes,
    long inFlight,
    ReceiptTally receipts,
    List<Finding> findings,
    boolean complete) {
  public AuditReport {
    findings = List.copyOf(findings);
  }
}
