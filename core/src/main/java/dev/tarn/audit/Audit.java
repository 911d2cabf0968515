package dev.tarn.audit;

import dev.tarn.dataset.DatasetName;
import dev.tarn.expiry.Retention;
import dev.tarn.ingest.Receipts;
import dev.tarn.metric.Metric;
import dev.tarn.metric.Metrics;
import dev.tarn.problem.LogFault;
import dev.tarn.problem.Problem;
import dev.tarn.problem.ProblemException;
import dev.tarn.store.ObjectStore;
import dev.tarn.table.DataFile;
import dev.tarn.table.Predicate;
import dev.tarn.table.SnapshotTime;
import dev.tarn.table.Table;
import dev.tarn.table.TableSnapshot;
import dev.tarn.table.Tables;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/// Compares one dataset's table with the store: whether each version's log entry is there, and each
/// file that a version within the retention needs; whether the latest version's files have the
/// size, rows and statistics that the log gives them; what is in the store and needed by no
/// version; and whether receipts tell what was committed. It reads, and changes nothing.
///
/// Writers may go on meanwhile. What a sound table never shows is a [Finding], however damaged the
/// objects are; a store that fails is a [dev.tarn.store.StoreException].
public final class Audit {
  private static final Duration LONGEST_APPEND = Duration.ofHours(1);

  private final Tables tables;
  private final ObjectStore store;
  private final FooterReader footers;
  private final Receipts receipts;
  private final Retention retention;
  private final Clock clock;
  private final Metrics metrics;

  /// Audits what `tables` and `receipts` keep in `store`, by `clock`.
  ///
  /// @param retention what files are deleted by, which the audit goes by too
  public Audit(
      Tables tables,
      ObjectStore store,
      FooterReader footers,
      Receipts receipts,
      Retention retention,
      Clock clock,
      Metrics metrics) {
    this.tables = tables;
    this.store = store;
    this.footers = footers;
    this.receipts = receipts;
    this.retention = retention;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// Audits the dataset until `deadline` at the latest, but for the reads that are under way then.
  /// Throws [Problem.UnknownDataset] if there is none.
  public AuditReport audit(DatasetName dataset, Instant deadline) {
    Run run = new Run(dataset, new TimeLimit(clock, deadline));
    try {
      Table table =
          tables
              .open(dataset)
              .orElseThrow(() -> new Problem.UnknownDataset(dataset.value()).exception());
      run.audit(table);
    } catch (ProblemException e) {
      if (!(e.problem() instanceof Problem.DamagedTable damage)) {
        throw e;
      }
      run.damaged(damage);
    }
    AuditReport report = run.report();
    measure(report);
    return report;
  }

  private void measure(AuditReport report) {
    metrics.record(
        report.dataset().value(),
        List.of(
            Metric.AUDIT_FINDINGS.of(report.faults() + report.orphans()),
            Metric.AUDIT_FAULTS.of(report.faults()),
            Metric.AUDIT_ORPHANS.of(report.orphans()),
            Metric.AUDIT_FILES.of(report.files()),
            Metric.AUDIT_ROWS.of(report.rows())));
  }

  /// One audit, with what it has found so far.
  private final class Run {
    private final DatasetName dataset;
    private final TimeLimit limit;
    private final Findings findings = new Findings();
    private OptionalLong version = OptionalLong.empty();
    private long files;
    private long rows;
    private long orphans;
    private long orphanBytes;
    private long inFlight;
    private ReceiptTally receiptTally = ReceiptTally.NONE;

    Run(DatasetName dataset, TimeLimit limit) {
      this.dataset = dataset;
      this.limit = limit;
    }

    void audit(Table table) {
      table.missingVersions().forEach(this::missing);
      TableSnapshot snapshot = table.snapshot(new SnapshotTime.Latest());
      List<DataFile> live = snapshot.files(Predicate.ALWAYS);
      version = OptionalLong.of(snapshot.version());
      files = live.size();
      rows = live.stream().mapToLong(DataFile::rows).sum();
      if (limit.isPast()) {
        return;
      }
      Instant now = clock.instant();
      FileCheck check =
          new FileCheck(
              live,
              table.filesNeededSince(now.minus(retention.files())),
              now.minus(LONGEST_APPEND),
              findings);
      check.check(store, table.dataFilePrefix(), limit);
      orphans = check.orphans();
      orphanBytes = check.orphanBytes();
      inFlight = check.inFlight();
      Parallel.forEach(
          check.sound(),
          limit,
          new FooterCheck(footers)::check,
          found -> found.forEach(findings::add));
      if (!limit.isPast()) {
        receiptTally = new ReceiptCheck(receipts, findings, limit).check(dataset, table);
      }
    }

    void damaged(Problem.DamagedTable damage) {
      damage.faults().stream().map(Run::finding).forEach(findings::add);
      limit.leaveOut();
    }

    private static Finding finding(LogFault fault) {
      return switch (fault) {
        case LogFault.MissingEntry(long version) -> new Finding.MissingVersion(version);
        case LogFault.UnreadableEntry(long version) -> new Finding.UnreadableVersion(version);
        case LogFault.MissingCheckpoint(long version) -> new Finding.MissingCheckpoint(version);
        case LogFault.UnreadableCheckpoint(long version) ->
            new Finding.UnreadableCheckpoint(version);
        case LogFault.MissingLog() -> new Finding.MissingLog();
      };
    }

    private void missing(long each) {
      findings.add(new Finding.MissingVersion(each));
    }

    AuditReport report() {
      return new AuditReport(
          dataset,
          version,
          files,
          rows,
          findings.faultCount(),
          orphans,
          orphanBytes,
          inFlight,
          receiptTally,
          findings.kept(),
          !limit.wasCutShort());
    }
  }
}
