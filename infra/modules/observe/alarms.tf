locals {
  alarms = merge(local.function_alarms, local.cdn_alarms, {
    api-errors = {
      description = "The API answers with server errors."
      namespace   = "AWS/ApiGateway", metric = "5xx", statistic = "Sum", period = 300, periods = 1
      threshold   = var.thresholds.api_errors
      dimensions  = { ApiId = var.api_id }
    }
    api-latency = {
      description = "A tenth of the API's answers takes too long."
      namespace   = "AWS/ApiGateway", metric = "Latency", statistic = "p90", period = 300, periods = 3
      threshold   = var.thresholds.api_latency_ms
      dimensions  = { ApiId = var.api_id }
    }
    job-wait = {
      description = "A job has waited long for its run."
      namespace   = "AWS/SQS", metric = "ApproximateAgeOfOldestMessage", statistic = "Maximum", period = 300, periods = 2
      threshold   = var.thresholds.job_wait_seconds
      dimensions  = { QueueName = var.queue_name }
    }
    freshness = {
      description = "Records come late: a tenth of the batches is committed long after its newest event."
      namespace   = "Tarn", metric = "Freshness", statistic = "p90", period = 300, periods = 3
      threshold   = var.thresholds.freshness_seconds
      dimensions  = { function = "ingest" }
    }
    export-lag = {
      description = "A schedule's window has been due for long: it failed, or nothing runs jobs."
      namespace   = "Tarn", metric = "ExportLag", statistic = "Maximum", period = 300, periods = 3
      threshold   = var.thresholds.export_lag
      dimensions  = { function = "export" }
    }
    # Audits run once a day, so that the alarm stands until the next one finds nothing.
    audit-faults = {
      description = "An audit found data or its log lost, damaged, or contradicting itself."
      namespace   = "Tarn", metric = "AuditFaults", statistic = "Maximum", threshold = 0, period = 86400, periods = 1
      dimensions  = { function = "export" }
    }
    clock-errors = {
      description = "The clock's calls fail."
      namespace   = "AWS/Scheduler", metric = "TargetErrorCount", statistic = "Sum", threshold = 0, period = 300, periods = 2
      dimensions  = { ScheduleGroup = var.schedule_group }
    }
    charges = {
      description = "The month's estimated charges of the account."
      namespace   = "AWS/Billing", metric = "EstimatedCharges", statistic = "Maximum", period = 21600, periods = 1
      threshold   = var.thresholds.dollars
      dimensions  = { Currency = "USD" }
    }
    }, {
    for kind, queue in var.dead_queue_names : "dead-${kind}" => {
      description = "There are dead letters of ${kind} in ${queue}."
      namespace   = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", statistic = "Maximum", threshold = 0, period = 300, periods = 1
      dimensions  = { QueueName = queue }
    }
  })

  cdn_alarms = var.has_distribution ? {
    cdn-errors = {
      description = "CloudFront answers with server errors, in percent."
      namespace   = "AWS/CloudFront", metric = "5xxErrorRate", statistic = "Average", threshold = 5, period = 300, periods = 3
      dimensions  = { DistributionId = var.distribution_id, Region = "Global" }
    }
  } : {}
}

resource "aws_cloudwatch_metric_alarm" "above" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = each.value.period
  evaluation_periods  = each.value.periods
  # Nothing measured is nothing wrong: without traffic there are no values.
  treat_missing_data = "notBreaching"
  alarm_actions      = [aws_sns_topic.alarms.arn]
  ok_actions         = [aws_sns_topic.alarms.arn]
}

# The clock calls each minute, whatever else happens: its silence is the one that tells.
resource "aws_cloudwatch_metric_alarm" "clock_silent" {
  count = var.clock_enabled ? 1 : 0

  alarm_name          = "${var.name}-clock-silent"
  alarm_description   = "The clock has called nothing for ten minutes: no export, compaction, expiry or audit begins."
  namespace           = "AWS/Scheduler"
  metric_name         = "InvocationAttemptCount"
  dimensions          = { ScheduleGroup = var.schedule_group }
  statistic           = "Sum"
  comparison_operator = "LessThanThreshold"
  threshold           = 1
  period              = 300
  evaluation_periods  = 2
  treat_missing_data  = "breaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
