package dev.tarn.cost;

import static dev.tarn.cost.Activity.FIXED;

import dev.tarn.price.ListPrice;
import java.util.ArrayList;
import java.util.List;

/// What is there whether or not anything happens: the key, alarms, the dashboard, the clock and the
/// queues' pollers.
final class FixedCost implements CostPart {
  private static final double TASKS = Month.MINUTES + Month.HOURS + 2 * Month.DAYS;

  @Override
  public List<Usage> usages(Workload workload) {
    Deployment deployment = workload.deployment();
    double millis =
        Timing.elapsed(Assumed.SMALL_JOB_MILLIS, deployment.exportMegabytes())
            + 2 * workload.timing().storeMillis();
    double polls = Month.MINUTES * Assumed.POLLS_PER_MINUTE;
    double logGigabytes = Gigabytes.of(TASKS * Assumed.INVOCATION_LOG_BYTES);
    List<Usage> usages = new ArrayList<>();
    usages.add(new Usage(FIXED, "the key", ListPrice.KEY, 1, "1"));
    usages.add(
        new Usage(
            FIXED,
            "alarms",
            ListPrice.ALARM,
            (double) deployment.alarms(),
            Formula.of("%s", deployment.alarms())));
    usages.add(new Usage(FIXED, "the dashboard", ListPrice.DASHBOARD, 1, "1"));
    usages.add(new Usage(FIXED, "the budget", ListPrice.BUDGET, 1, "1"));
    usages.add(
        new Usage(
            FIXED,
            "mails of alarms",
            ListPrice.NOTICE_MAIL,
            (double) deployment.noticeMails(),
            Formula.of("%s", deployment.noticeMails())));
    usages.add(
        new Usage(
            FIXED,
            "the clock",
            ListPrice.SCHEDULED_CALL,
            TASKS,
            "43,800 minutes + 730 hours + 2 × 30.42 days"));
    usages.add(
        new Usage(
            FIXED,
            "calls by the clock",
            ListPrice.INVOCATION,
            TASKS,
            Formula.of("%s times", TASKS)));
    usages.add(
        new Usage(
            FIXED,
            "compute for the clock",
            ListPrice.COMPUTE,
            Gigabytes.seconds(TASKS, millis, deployment.exportMegabytes()),
            Formula.of("%s times × %s ms × %s MB", TASKS, millis, deployment.exportMegabytes())));
    usages.add(
        new Usage(
            FIXED,
            "/tmp for the clock",
            ListPrice.EPHEMERAL_STORAGE,
            Gigabytes.seconds(TASKS, millis, ExportCost.paidTemporary(deployment)),
            Formula.of(
                "%s times × %s ms × %s MB", TASKS, millis, ExportCost.paidTemporary(deployment))));
    usages.add(
        new Usage(
            FIXED,
            "listings by the clock",
            ListPrice.STORE_WRITE,
            TASKS,
            Formula.of("%s times (schedules, or datasets)", TASKS)));
    usages.add(
        new Usage(
            FIXED,
            "polls of the queues",
            ListPrice.QUEUE_REQUEST,
            polls,
            Formula.of("%s minutes × 45 (3 queues, 5 pollers each, 20 s)", Month.MINUTES)));
    usages.add(
        new Usage(
            FIXED,
            "logs of the clock",
            ListPrice.LOG_INGESTION,
            logGigabytes,
            Formula.of("%s times × 480 B", TASKS)));
    usages.add(
        new Usage(
            FIXED,
            "logs of the clock kept",
            ListPrice.LOG_STORAGE,
            logGigabytes * Assumed.LOG_COMPRESSION * deployment.logDays() / Month.DAYS,
            Formula.of("%s GB a month × 0.15", logGigabytes)));
    usages.add(
        new Usage(
            FIXED,
            "traces of the clock",
            ListPrice.TRACE,
            TASKS,
            Formula.of("%s times, all of them first in their second", TASKS)));
    usages.addAll(options(workload));
    return usages;
  }

  private static List<Usage> options(Workload workload) {
    List<Usage> usages = new ArrayList<>();
    if (workload.deployment().cognito()) {
      usages.add(new Usage(FIXED, "the client for machines", ListPrice.MACHINE_CLIENT, 1, "1"));
      usages.add(tokens(workload.fleet()));
    }
    if (workload.deployment().firewall()) {
      usages.add(new Usage(FIXED, "the web ACL", ListPrice.FIREWALL, 1, "1"));
      usages.add(new Usage(FIXED, "its rules", ListPrice.FIREWALL_RULE, 2, "2"));
    }
    return usages;
  }

  /// Tokens of an hour, of devices that fetch their own whenever they send without one.
  static Usage tokens(Fleet fleet) {
    double postsPerHour = fleet.recordsPerHour() / fleet.batchRecords();
    double tokens = (double) fleet.devices() * Math.min(1, postsPerHour) * Month.HOURS;
    return new Usage(
        Activity.INGEST,
        "tokens of devices",
        ListPrice.MACHINE_TOKEN,
        tokens,
        Formula.of("%s devices × %s an hour × 730", fleet.devices(), Math.min(1, postsPerHour)));
  }
}
