mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name        = "tarn-test"
  account_id  = "111122223333"
  kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/data"
  emails      = ["someone@example.com"]
  functions = {
    ingest = { name = "tarn-test-ingest", timeout_seconds = 300, duration_share = 0.97, log_group = "/aws/lambda/tarn-test-ingest" }
    query  = { name = "tarn-test-query", timeout_seconds = 29, duration_share = 0.97, log_group = "/aws/lambda/tarn-test-query" }
    export = { name = "tarn-test-export", timeout_seconds = 900, duration_share = 0.99, log_group = "/aws/lambda/tarn-test-export" }
  }
  api_id           = "api"
  has_distribution = true
  distribution_id  = "E1"
  queue_names      = { jobs = "tarn-test-jobs", ingest = "tarn-test-ingest", uploads = "tarn-test-uploads" }
  dead_queue_names = { jobs = "tarn-test-jobs-dead", events = "tarn-test-events-dead", ingest = "tarn-test-ingest-dead", uploads = "tarn-test-uploads-dead" }
  rule_names       = { uploads = "tarn-test-uploads" }
  schedule_group   = "tarn-test"
  thresholds       = { dollars = 42 }
}

run "each_function_has_its_set_of_alarms" {
  module {
    source = "./modules/observe"
  }

  assert {
    condition = alltrue([for pair in setproduct(keys(var.functions), ["errors", "throttles", "duration", "internal", "store", "damaged"]) :
      contains(output.alarm_names, "tarn-test-${pair[0]}-${pair[1]}")
    ])
    error_message = "A function lacks an alarm."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["ingest-duration"].threshold == 300 * 1000 * 0.97 && aws_cloudwatch_metric_alarm.this["export-duration"].threshold == 900 * 1000 * 0.99
    error_message = "Duration is not held against the timeout."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["ingest-internal"].dimensions == tomap({ function = "ingest" }) && aws_cloudwatch_metric_alarm.this["ingest-errors"].dimensions == tomap({ FunctionName = "tarn-test-ingest" })
    error_message = "An alarm watches another function, or a series that nobody measures."
  }
}

run "api_queues_data_clock_and_charges_are_watched" {
  module {
    source = "./modules/observe"
  }

  assert {
    condition = alltrue([for name in ["api-errors", "api-latency", "job-wait", "jobs-failed", "dead-jobs", "dead-events", "event-wait", "dead-records", "uploads-failed", "upload-wait", "upload-events", "dead-uploads", "freshness", "export-lag", "audit-faults", "clock-errors", "clock-silent", "cdn-errors", "charges"] :
      contains(output.alarm_names, "tarn-test-${name}")
    ])
    error_message = "Something is not watched."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["charges"].threshold == 42
    error_message = "The alarm on charges has another threshold."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["clock-silent"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.this["clock-silent"].comparison_operator == "LessThanThreshold" && alltrue([for name, alarm in aws_cloudwatch_metric_alarm.this : alarm.treat_missing_data == "notBreaching" || name == "clock-silent"])
    error_message = "A clock that stands still is no alarm."
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : (alarm.statistic == null) != (alarm.extended_statistic == null)])
    error_message = "An alarm has two statistics or none."
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.alarm_actions == toset([aws_sns_topic.alarms.arn]) && alarm.ok_actions == toset([aws_sns_topic.alarms.arn])])
    error_message = "Nobody is told of an alarm, or of its end."
  }
  assert {
    condition     = alltrue([for alarm in aws_cloudwatch_metric_alarm.this : alarm.period * alarm.evaluation_periods <= 86400])
    error_message = "CloudWatch looks back a day at most."
  }
}

run "uploads_are_watched_from_s3s_event_to_the_last_attempt" {
  module {
    source = "./modules/observe"
  }

  assert {
    condition = { for name in ["upload-events", "upload-wait", "dead-uploads", "uploads-failed"] : name => [aws_cloudwatch_metric_alarm.this[name].dimensions, aws_cloudwatch_metric_alarm.this[name].threshold] } == {
      upload-events  = [tomap({ RuleName = "tarn-test-uploads" }), 0]
      upload-wait    = [tomap({ QueueName = "tarn-test-uploads" }), 3600]
      dead-uploads   = [tomap({ QueueName = "tarn-test-uploads-dead" }), 0]
      uploads-failed = [tomap({ function = "ingest" }), 0]
    }
    error_message = "A file that gets lost on its way, or fails, is no alarm."
  }
}

run "each_alarm_of_the_list_is_made_and_says_what_to_do" {
  module {
    source = "./modules/observe"
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.this) == sum([for alarm in jsondecode(file("modules/observe/alarms.json")) : alarm.of == "each function" ? length(var.functions) : 1])
    error_message = "An alarm of the list is of something that is not there, or two have one name."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["export-lag"].alarm_description == "A schedule's window has been due for long: it failed, or nothing runs jobs. What to do: docs/how-to/runbook.md#export-lag"
    error_message = "An alarm does not say what to do."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["query-errors"].alarm_description == "Calls of tarn-test-query ended in an error. What to do: docs/how-to/runbook.md#query-errors"
    error_message = "An alarm of a function does not say what to do."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.this["api-latency"].threshold == 5000 && aws_cloudwatch_metric_alarm.this["cdn-errors"].threshold == 5
    error_message = "A threshold is not the variable's, or not the list's."
  }
}

run "the_topic_is_encrypted_and_takes_this_accounts_notices_alone" {
  module {
    source = "./modules/observe"
  }

  assert {
    condition     = aws_sns_topic.alarms.kms_master_key_id == var.kms_key_arn && keys(aws_sns_topic_subscription.email) == ["someone@example.com"]
    error_message = "Notices are in the clear, or nobody gets them."
  }
  assert {
    condition = alltrue([for statement in jsondecode(aws_sns_topic_policy.alarms.policy).Statement :
      statement.Effect == "Deny" ? statement.Condition.Bool["aws:SecureTransport"] == "false" : statement.Condition.StringEquals["aws:SourceAccount"] == "111122223333"
    ])
    error_message = "Others may tell the topic."
  }
}

run "the_dashboard_answers_three_questions" {
  module {
    source = "./modules/observe"
  }

  assert {
    condition     = [for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.markdown if widget.type == "text"] == ["## Is it healthy?", "## How much flows?", "## What does it cost?"]
    error_message = "A question is missing."
  }
  assert {
    condition     = length([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget if widget.type == "metric"]) == 12
    error_message = "A widget is missing."
  }
  assert {
    condition     = alltrue(flatten([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [for metric in widget.properties.metrics : length(metric) >= 5] if widget.type == "metric"]))
    error_message = "A metric has no dimension, or no label."
  }
  assert {
    condition     = jsonencode([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.metrics if try(widget.properties.title, "") == "Late by (s)"][0][0]) == jsonencode(["Tarn", "Freshness", "function", "ingest", { label = "freshness" }])
    error_message = "A metric of the list becomes another one."
  }
}

run "a_clock_that_is_off_may_be_silent" {
  command = plan
  module {
    source = "./modules/observe"
  }
  variables {
    clock_enabled    = false
    has_distribution = false
    distribution_id  = null
  }

  assert {
    condition     = !contains(keys(aws_cloudwatch_metric_alarm.this), "clock-silent") && !contains(keys(aws_cloudwatch_metric_alarm.this), "cdn-errors")
    error_message = "What is not there is watched."
  }
}

run "bad_variables_are_refused" {
  command = plan
  module {
    source = "./modules/observe"
  }
  variables {
    emails     = ["nobody"]
    functions  = { ingest = { name = "tarn-test-ingest", timeout_seconds = 29, duration_share = 2, log_group = "g" } }
    thresholds = { freshness_seconds = 0 }
  }
  expect_failures = [var.emails, var.functions, var.thresholds]
}
