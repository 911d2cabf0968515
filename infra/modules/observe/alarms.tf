# Alarms and the dashboard's widgets are listed in alarms.json and dashboard.json, each by a metric and
# what it is of. Tests without Terraform hold them against what the code measures and the runbook.
locals {
  # By name space, and by what a metric is of.
  dimensions = {
    Tarn             = { for label in keys(var.functions) : label => { function = label } }
    "AWS/Lambda"     = { for label, function in var.functions : label => { FunctionName = function.name } }
    "AWS/ApiGateway" = { api = { ApiId = var.api_id } }
    "AWS/SQS"        = merge({ for kind, queue in var.queue_names : kind => { QueueName = queue } }, { for kind, queue in var.dead_queue_names : "dead ${kind}" => { QueueName = queue } })
    "AWS/Events"     = { for kind, rule in var.rule_names : kind => { RuleName = rule } }
    "AWS/Scheduler"  = { for clock in concat(["clock"], var.clock_enabled ? ["running clock"] : []) : clock => { ScheduleGroup = var.schedule_group } }
    "AWS/CloudFront" = { for site in(var.has_distribution ? ["exports"] : []) : site => { DistributionId = var.distribution_id, Region = "Global" } }
    "AWS/Billing"    = { account = { Currency = "USD" } }
  }

  # What is of each function becomes as many; what is of something that is not there falls away.
  alarms = merge([for alarm in jsondecode(file("${path.module}/alarms.json")) : {
    for of in(alarm.of == "each function" ? keys(var.functions) : [alarm.of]) : (alarm.of == of ? alarm.name : "${of}-${alarm.name}") => merge(
      # Nothing measured is nothing wrong: without traffic there are no values.
      { missing = "notBreaching" },
      alarm,
      {
        dimensions  = local.dimensions[alarm.namespace][of]
        threshold   = try(local.thresholds[of][try(alarm.above, alarm.below)], var.thresholds[try(alarm.above, alarm.below)], try(alarm.above, alarm.below))
        description = replace(alarm.description, "{function}", try(var.functions[of].name, of))
      },
    ) if contains(keys(local.dimensions[alarm.namespace]), of)
  }]...)

  thresholds = { for label, function in var.functions : label => {
    near_timeout_ms = function.timeout_seconds * 1000 * function.duration_share
  } }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.description} What to do: docs/how-to/runbook.md#${each.key}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = startswith(each.value.statistic, "p") ? null : each.value.statistic
  extended_statistic  = startswith(each.value.statistic, "p") ? each.value.statistic : null
  comparison_operator = can(each.value.below) ? "LessThanThreshold" : "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = each.value.seconds
  evaluation_periods  = each.value.times
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]
}
