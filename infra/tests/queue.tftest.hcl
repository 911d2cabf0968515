mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name        = "tarn-test"
  kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/data"
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
    condition     = length(aws_sqs_queue_policy.tls_only) == 5 && alltrue([for policy in aws_sqs_queue_policy.tls_only : alltrue([for statement in jsondecode(policy.policy).Statement : statement.Effect == "Deny" && statement.Condition.Bool["aws:SecureTransport"] == "false"])])
    error_message = "A queue takes requests without TLS, or allows something by itself."
  }
}

run "bad_variables_are_refused" {
  command = plan
  module {
    source = "./modules/queue"
  }
  variables {
    visibility_seconds = 900
    max_receives       = 1
  }
  expect_failures = [var.visibility_seconds, var.max_receives]
}
