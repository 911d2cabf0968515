mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name             = "tarn-test-query"
  description      = "Answers SQL"
  handler          = "dev.tarn.function.query.QueryHandler::handleRequest"
  placeholder      = "placeholder/placeholder.zip"
  environment      = { TARN_BUCKET = "lake" }
  statements       = [{ Sid = "Read", Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::lake/tables/*" }]
  memory_mb        = 3008
  timeout_seconds  = 29
  kms_key_arn      = "arn:aws:kms:us-east-1:111122223333:key/data"
  dead_letters_arn = "arn:aws:sqs:us-east-1:111122223333:dead"
}

run "it_is_java_25_on_arm_with_a_snapshot_logs_and_traces" {
  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_lambda_function.this.runtime == "java25" && aws_lambda_function.this.architectures == tolist(["arm64"])
    error_message = "It is not Java 25 on arm64."
  }
  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_function.this.snap_start[0].apply_on == "PublishedVersions"
    error_message = "Versions have no snapshot."
  }
  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active"
    error_message = "It is not traced."
  }
  assert {
    condition     = aws_lambda_function.this.logging_config[0].log_group == aws_cloudwatch_log_group.this.name && aws_lambda_function.this.logging_config[0].log_format == "Text"
    error_message = "It logs elsewhere, or in a format of Lambda's."
  }
  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/tarn-test-query" && aws_cloudwatch_log_group.this.retention_in_days == 30 && aws_cloudwatch_log_group.this.kms_key_id == var.kms_key_arn
    error_message = "Logs stay for ever, or in the clear."
  }
}

run "callers_use_the_alias_live" {
  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_lambda_alias.live.name == "live" && aws_lambda_alias.live.function_version == aws_lambda_function.this.version
    error_message = "The alias does not begin with the version that was published."
  }
  assert {
    condition     = aws_lambda_function_event_invoke_config.live.qualifier == "live" && aws_lambda_function_event_invoke_config.live.destination_config[0].on_failure[0].destination == var.dead_letters_arn
    error_message = "Events that fail are lost."
  }
  assert {
    condition     = output.alias_arn == aws_lambda_alias.live.arn
    error_message = "Event sources would call another version than live."
  }
}

run "its_role_has_no_stars_but_those_of_traces" {
  module {
    source = "./modules/function"
  }

  assert {
    condition     = !anytrue(flatten([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : [for action in flatten([statement.Action]) : strcontains(action, "*")]]))
    error_message = "An action has a star."
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid if contains(flatten([statement.Resource]), "*")] == ["Traces"]
    error_message = "Something else than traces may be done to everything."
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role.this.assume_role_policy).Statement : statement.Principal] == [{ Service = "lambda.amazonaws.com" }]
    error_message = "Others than Lambda may take the role."
  }
}

run "a_large_tmp_needs_no_snapshot" {
  command = plan
  module {
    source = "./modules/function"
  }
  variables {
    temporary_mb = 5120
    snap_start   = false
  }

  assert {
    condition     = length(aws_lambda_function.this.snap_start) == 0 && aws_lambda_function.this.ephemeral_storage[0].size == 5120
    error_message = "The size of /tmp or the snapshot is not as told."
  }
}

run "a_large_tmp_with_a_snapshot_is_refused" {
  command = plan
  module {
    source = "./modules/function"
  }
  variables {
    temporary_mb = 5120
  }
  expect_failures = [var.snap_start]
}

run "bad_variables_are_refused" {
  command = plan
  module {
    source = "./modules/function"
  }
  variables {
    name                 = "Query"
    handler              = "QueryHandler"
    memory_mb            = 128
    timeout_seconds      = 901
    temporary_mb         = 511
    snap_start           = false
    reserved_concurrency = 0
    log_days             = 31
    async_retries        = 3
  }
  expect_failures = [var.name, var.handler, var.memory_mb, var.timeout_seconds, var.temporary_mb, var.reserved_concurrency, var.log_days, var.async_retries]
}
