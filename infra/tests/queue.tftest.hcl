mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_sqs_queue.uploads
  values = { arn = "arn:aws:sqs:us-east-1:111122223333:tarn-test-uploads" }
}
override_resource {
  target = aws_sqs_queue.dead["events"]
  values = { arn = "arn:aws:sqs:us-east-1:111122223333:tarn-test-events-dead" }
}
override_resource {
  target = aws_sqs_queue.dead["uploads"]
  values = { arn = "arn:aws:sqs:us-east-1:111122223333:tarn-test-uploads-dead" }
}

variables {
  name           = "tarn-test"
  kms_key_arn    = "arn:aws:kms:us-east-1:111122223333:key/data"
  uploads_bucket = "lake"
}

run "jobs_outlast_the_function_and_end_as_dead_letters" {
  module {
    source = "./modules/queue"
  }

  assert {
    condition     = aws_sqs_queue.jobs.visibility_timeout_seconds == 17 * 60
    error_message = "A message comes again while its job may still run."
  }
  assert {
    condition     = jsondecode(aws_sqs_queue.jobs.redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead["jobs"].arn, maxReceiveCount = 5 }
    error_message = "Messages that fail are not put aside."
  }
  assert {
    condition     = alltrue([for queue in concat(values(aws_sqs_queue.dead), [aws_sqs_queue.jobs]) : queue.kms_master_key_id == var.kms_key_arn && queue.message_retention_seconds == 14 * 24 * 3600]) && aws_sqs_queue.ingest.kms_master_key_id == var.kms_key_arn && aws_sqs_queue.ingest.message_retention_seconds == 4 * 24 * 3600
    error_message = "A queue is not encrypted, or forgets too soon, or keeps messages nearly as long as their ids are remembered."
  }
  assert {
    condition     = jsondecode(aws_sqs_queue.ingest.redrive_policy) == { deadLetterTargetArn = aws_sqs_queue.dead["ingest"].arn, maxReceiveCount = 5 }
    error_message = "A message that cannot be written comes for ever."
  }
  assert {
    condition     = length(aws_sqs_queue_policy.this) == 7 && alltrue([for policy in aws_sqs_queue_policy.this : jsondecode(policy.policy).Statement[0].Effect == "Deny" && jsondecode(policy.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"])
    error_message = "A queue takes requests without TLS."
  }
}

run "a_queue_lets_nobody_send_by_itself_but_the_rule_of_uploads" {
  module {
    source = "./modules/queue"
  }

  assert {
    condition = { for name, policy in aws_sqs_queue_policy.this : name => [
      for statement in jsondecode(policy.policy).Statement : [statement.Principal, statement.Action, statement.Resource, statement.Condition] if statement.Effect == "Allow"
      ] if length(jsondecode(policy.policy).Statement) > 1 } == {
      uploads     = [[{ Service = "events.amazonaws.com" }, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:tarn-test-uploads", { ArnEquals = { "aws:SourceArn" = "arn:aws:events:us-east-1:111122223333:rule/rule" } }]]
      events-dead = [[{ Service = "events.amazonaws.com" }, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:tarn-test-events-dead", { ArnEquals = { "aws:SourceArn" = "arn:aws:events:us-east-1:111122223333:rule/rule" } }]]
    }
    error_message = "Others, or other rules, may send, or to other queues."
  }
}

run "the_queue_of_uploads_is_known_by_the_end_of_its_name" {
  module {
    source = "./modules/queue"
  }

  assert {
    condition     = [for queue in concat([aws_sqs_queue.uploads, aws_sqs_queue.ingest, aws_sqs_queue.jobs], values(aws_sqs_queue.dead)) : queue.name if endswith(queue.name, "-uploads")] == ["tarn-test-uploads"]
    error_message = "The ingest function takes what S3 tells for records, or records for what S3 tells."
  }
}

run "what_is_put_below_uploads_of_the_lake_is_told" {
  module {
    source = "./modules/queue"
  }

  assert {
    condition = jsondecode(aws_cloudwatch_event_rule.uploads.event_pattern) == {
      source      = ["aws.s3"]
      detail-type = ["Object Created"]
      detail      = { bucket = { name = ["lake"] }, object = { key = [{ prefix = "uploads/" }] } }
    }
    error_message = "Files of others are told of, or none."
  }
  assert {
    condition     = coalesce(aws_cloudwatch_event_rule.uploads.state, "ENABLED") == "ENABLED" && coalesce(aws_cloudwatch_event_rule.uploads.event_bus_name, "default") == "default"
    error_message = "The rule is off, or sees another bus than S3 tells."
  }
  assert {
    condition     = aws_cloudwatch_event_target.uploads.rule == "tarn-test-uploads" && aws_cloudwatch_event_target.uploads.arn == aws_sqs_queue.uploads.arn && aws_cloudwatch_event_target.uploads.input == null && length(aws_cloudwatch_event_target.uploads.input_transformer) == 0
    error_message = "The queue gets nothing, or another document than the event."
  }
  assert {
    condition     = aws_cloudwatch_event_target.uploads.dead_letter_config[0].arn == "arn:aws:sqs:us-east-1:111122223333:tarn-test-events-dead"
    error_message = "An event that the queue does not take is lost."
  }
}

run "a_large_file_comes_back_for_many_runs_of_the_function" {
  module {
    source = "./modules/queue"
  }

  assert {
    condition     = jsondecode(aws_sqs_queue.uploads.redrive_policy) == { deadLetterTargetArn = "arn:aws:sqs:us-east-1:111122223333:tarn-test-uploads-dead", maxReceiveCount = 100 }
    error_message = "A large file is put aside while it is read, or what cannot be read comes for ever."
  }
  assert {
    condition     = jsondecode(aws_sqs_queue_redrive_allow_policy.uploads.redrive_allow_policy) == { redrivePermission = "byQueue", sourceQueueArns = [aws_sqs_queue.uploads.arn] }
    error_message = "Other queues may put their messages aside there."
  }
  assert {
    condition     = aws_sqs_queue.uploads.visibility_timeout_seconds == 330 && aws_sqs_queue.uploads.visibility_timeout_seconds * 100 < aws_sqs_queue.uploads.message_retention_seconds
    error_message = "A message comes again while its run goes on, or is forgotten before it was received as often as it may be."
  }
  assert {
    condition     = aws_sqs_queue.uploads.kms_master_key_id == var.kms_key_arn && aws_sqs_queue.uploads.message_retention_seconds == 4 * 24 * 3600
    error_message = "The queue is not encrypted, or keeps messages nearly as long as there are files."
  }
}

run "bad_variables_are_refused" {
  command = plan
  module {
    source = "./modules/queue"
  }
  variables {
    visibility_seconds         = 900
    ingest_visibility_seconds  = 300
    uploads_visibility_seconds = 300
    max_receives               = 1
    uploads_max_receives       = 5
  }
  expect_failures = [var.visibility_seconds, var.ingest_visibility_seconds, var.uploads_visibility_seconds, var.max_receives, var.uploads_max_receives]
}
