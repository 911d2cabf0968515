mock_provider "aws" {
  source = "./tests/mocks"
}

override_module {
  target = module.lake
  outputs = {
    bucket              = "lake"
    bucket_arn          = "arn:aws:s3:::lake"
    publish_bucket      = "publish"
    publish_bucket_arn  = "arn:aws:s3:::publish"
    publish_domain_name = "publish.s3.us-east-1.amazonaws.com"
    logs_bucket_arn     = "arn:aws:s3:::logs"
  }
}

variables {
  environment     = "test"
  monthly_dollars = 20
  issuer          = "https://login.example.com/"
  audiences       = ["tarn"]
}

run "functions_are_given_what_their_code_reads" {
  assert {
    condition     = alltrue([for label, fixed in local.fixed : toset(fixed.environment) == toset(keys(local.values[label]))])
    error_message = "A variable has a value and is not given, or the other way round."
  }
  assert {
    condition     = local.environments.ingest == { TARN_BUCKET = "lake", TARN_RATE_BYTES = "0", TARN_RATE_REQUESTS = "0", TARN_UNCLAIMED_DATASETS = "none" } && !contains(keys(local.environments.export), "TARN_ATHENA_DATABASE")
    error_message = "A function is given other than it is told here, or of Athena though there is none."
  }
  assert {
    condition     = alltrue([for label, function in module.function : function.timeout_seconds == local.fixed[label].timeout_seconds])
    error_message = "A function has another timeout than it is listed with."
  }
  assert {
    condition     = local.values.query.TARN_QUERY_MAX_BYTES + local.values.query.TARN_TEMPORARY_BYTES + local.values.query.TARN_RESULT_BYTES + local.values.query.TARN_QUERY_CACHE_BYTES <= 512 * 1048576 && local.values.export.TARN_TEMPORARY_BYTES == 4608 * 1048576
    error_message = "A function may use more of /tmp than it has."
  }
  assert {
    condition     = toset(keys(module.function)) == toset(["ingest", "query", "export"]) && output.functions.ingest == "tarn-test-ingest"
    error_message = "There are other functions than three."
  }
}

run "the_queue_hands_one_job_at_a_time_to_live" {
  assert {
    condition     = aws_lambda_event_source_mapping.jobs.batch_size == 1 && aws_lambda_event_source_mapping.jobs.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "A job that failed takes others with it, or is taken off the queue."
  }
  assert {
    condition     = aws_lambda_event_source_mapping.jobs.function_name == module.function["export"].alias_arn
    error_message = "Jobs go to another version than live."
  }
  assert {
    condition     = module.queue.visibility_seconds > module.function["export"].timeout_seconds
    error_message = "A job comes again while it may still run."
  }
}

run "messages_with_records_become_large_batches" {
  assert {
    condition     = aws_lambda_event_source_mapping.ingest.batch_size == 10000 && aws_lambda_event_source_mapping.ingest.maximum_batching_window_in_seconds == 5 && aws_lambda_event_source_mapping.ingest.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "A message makes a commit of its own, or takes others with it."
  }
  assert {
    condition     = aws_lambda_event_source_mapping.ingest.function_name == module.function["ingest"].alias_arn && aws_lambda_event_source_mapping.ingest.scaling_config[0].maximum_concurrency == 4
    error_message = "Messages go to another version than live, or to too many at once."
  }
}

run "a_message_with_records_comes_again_as_soon_as_no_call_can_have_it" {
  variables {
    ingest = { window_seconds = 60 }
  }

  assert {
    condition     = module.queue.ingest_visibility_seconds == 300 + 60 + 30 && module.queue.uploads_visibility_seconds == 330
    error_message = "A message comes again while a call may have it, or long after."
  }
}

run "uploaded_files_are_read_one_at_a_time_by_live" {
  assert {
    condition     = aws_lambda_event_source_mapping.uploads.batch_size == 1 && coalesce(aws_lambda_event_source_mapping.uploads.maximum_batching_window_in_seconds, 0) == 0 && aws_lambda_event_source_mapping.uploads.function_response_types == toset(["ReportBatchItemFailures"])
    error_message = "A file waits for others, or its message is taken off the queue while there is more of it."
  }
  assert {
    condition     = aws_lambda_event_source_mapping.uploads.function_name == module.function["ingest"].alias_arn && aws_lambda_event_source_mapping.uploads.scaling_config[0].maximum_concurrency == 2
    error_message = "Files go to another version than live, or to too many at once."
  }
  assert {
    condition     = module.queue.uploads_visibility_seconds > module.function["ingest"].timeout_seconds && module.queue.ingest_visibility_seconds > module.function["ingest"].timeout_seconds + 5
    error_message = "A message comes again while its run goes on."
  }
}

run "the_clock_keeps_the_timetable" {
  assert {
    condition     = jsonencode(module.schedule.expressions) == jsonencode(jsondecode(file("timetable.json")))
    error_message = "The clock differs from the one of ./tarn up."
  }
}

run "routes_are_those_of_the_api" {
  assert {
    condition     = length(local.routes) == 28 && length(distinct(local.routes[*].operation)) == 28
    error_message = "An operation is missing, or listed twice."
  }
  assert {
    condition     = toset([for route in local.routes : route.operation if route.scope == null]) == toset(["getHealth", "getIngestHealth", "getQueryHealth", "getExportHealth"])
    error_message = "Something else than health is open."
  }
  assert {
    condition     = alltrue([for route in local.routes : contains(["ingest", "query", "export"], route.function)])
    error_message = "A route is served by no function."
  }
}

run "a_function_may_do_what_its_lines_of_permissions_say" {
  variables {
    athena = { datasets = ["telemetry"] }
  }

  assert {
    condition     = alltrue([for function, statements in local.code_statements : length(statements) == length([for permission in local.permissions : permission if permission.function == function])]) && sum([for statements in local.code_statements : length(statements)]) == length(local.permissions)
    error_message = "A line of permissions.json became no statement: its function or its option is none."
  }
  assert {
    condition     = alltrue([for statements in local.statements : length(distinct(statements[*].Sid)) == length(statements) && alltrue([for statement in statements : can(regex("^[A-Za-z]+$", statement.Sid)) && length(statement.Resource) > 0])])
    error_message = "Two statements share a name, or one is about nothing."
  }
  assert {
    condition = jsonencode([for statement in local.statements.export : statement if statement.Sid == "LakeListBucket"]) == jsonencode([{
      Sid       = "LakeListBucket"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = ["arn:aws:s3:::lake"]
      Condition = { StringLikeIfExists = { "s3:prefix" = ["tables/*", "receipts/*", "jobs/*", "schedules/*"] } }
    }])
    error_message = "Prefixes that may be listed are lost."
  }
  assert {
    condition = jsonencode([for statement in local.statements.ingest : statement if statement.Sid == "LakeGetObject"]) == jsonencode([{
      Sid      = "LakeGetObject"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["arn:aws:s3:::lake/tables/*", "arn:aws:s3:::lake/receipts/*", "arn:aws:s3:::lake/uploads/*", "arn:aws:s3:::lake/jobs/*/upload/*", "arn:aws:s3:::lake/health"]
    }])
    error_message = "Paths become other objects."
  }
  assert {
    condition     = flatten([for statement in local.statements.export : statement.Resource if contains(statement.Action, "sqs:SendMessage")]) == ["arn:aws:sqs:us-east-1:111122223333:queue"]
    error_message = "Jobs go elsewhere."
  }
  assert {
    condition     = alltrue([for statements in local.statements : length(jsonencode(statements)) < 9000])
    error_message = "A role's own policies have 10240 characters at most."
  }
}

run "the_key_is_used_through_s3_alone" {
  assert {
    condition = alltrue(flatten([for statements in local.statements : [for statement in statements :
      statement.Condition == { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } } && statement.Resource == [aws_kms_key.data.arn]
      if startswith(statement.Action[0], "kms:")
    ]]))
    error_message = "A function may use the key for what S3 does not hold."
  }
}

run "no_statement_allows_stars_but_those_that_know_no_resources" {
  variables {
    athena = { datasets = ["telemetry"] }
  }

  assert {
    condition = !anytrue(flatten([for function, statements in local.statements : [for statement in statements : [
      for action in statement.Action : strcontains(action, "*")
    ]]]))
    error_message = "An action has a star."
  }
  assert {
    condition = toset(flatten([for function, statements in local.statements : [
      for statement in statements : statement.Action if contains(flatten([statement.Resource]), "*")
    ]])) == toset(["cloudwatch:PutMetricData", "cloudwatch:GetMetricData", "cloudwatch:ListMetrics"])
    error_message = "Something else than measurements may be done to everything."
  }
  assert {
    condition     = jsonencode([for statement in local.statements.export : statement.Condition if contains(statement.Action, "cloudwatch:PutMetricData")]) == jsonencode([{ StringEquals = { "cloudwatch:namespace" = ["Tarn"] } }])
    error_message = "Measurements of others may be made up."
  }
  assert {
    condition = alltrue(flatten([for function, statements in local.statements : [
      for statement in statements : contains(keys(statement), "Condition") if contains(statement.Action, "s3:ListBucket")
    ]]))
    error_message = "A whole bucket may be listed."
  }
}

run "ingest_deletes_nothing_and_query_writes_results_alone" {
  assert {
    condition     = toset(flatten([for statement in local.statements.ingest : statement.Action])) == toset(["s3:ListBucket", "s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"])
    error_message = "The ingest function may do more, or less, than its code does."
  }
  assert {
    condition     = toset(flatten([for statement in local.statements.query : statement.Action])) == toset(["s3:ListBucket", "s3:GetObject", "s3:PutObject", "kms:Decrypt", "kms:GenerateDataKey"])
    error_message = "The query function may do more, or less, than read, and put results."
  }
  assert {
    condition     = alltrue([for statement in concat(local.statements.ingest, local.statements.query) : alltrue([for resource in flatten([statement.Resource]) : !startswith(resource, "arn:aws:s3:::publish")])])
    error_message = "A function besides export touches what is published."
  }
}

run "whoever_has_a_link_of_ingests_puts_where_ingest_may_alone" {
  assert {
    condition = toset(flatten([for statement in local.statements.ingest : statement.Resource if contains(statement.Action, "s3:PutObject")])) == toset([
      "arn:aws:s3:::lake/tables/*", "arn:aws:s3:::lake/receipts/*", "arn:aws:s3:::lake/uploads/*", "arn:aws:s3:::lake/jobs/*/upload/*",
    ])
    error_message = "Ingest, and the links that it signs, may put elsewhere, such as to jobs of other kinds."
  }
  assert {
    condition     = !anytrue([for statement in concat(local.statements.query, local.statements.export) : contains(flatten([statement.Resource]), "arn:aws:s3:::lake/uploads/*")])
    error_message = "Another function reads or puts uploaded files."
  }
  assert {
    condition     = toset(flatten([for statement in local.statements.ingest : statement.Resource if contains(statement.Action, "sqs:ReceiveMessage")])) == toset([module.queue.ingest_arn, module.queue.uploads_arn])
    error_message = "Ingest takes messages off other queues than its own, or cannot take them off one of these."
  }
}

run "export_deletes_neither_its_exports_jobs_nor_what_is_published" {
  assert {
    condition = toset(flatten([for statement in local.statements.export : statement.Resource if contains(statement.Action, "s3:DeleteObject")])) == toset([
      "arn:aws:s3:::lake/tables/*", "arn:aws:s3:::lake/receipts/*", "arn:aws:s3:::lake/schedules/*", "arn:aws:s3:::publish/staging/*",
      "arn:aws:s3:::lake/jobs/*/compact/*", "arn:aws:s3:::lake/jobs/*/expire/*", "arn:aws:s3:::lake/jobs/*/audit/*", "arn:aws:s3:::lake/jobs/*/replay/*", "arn:aws:s3:::lake/jobs/*/upload/*",
    ])
    error_message = "The export function may delete what is to stay."
  }
  assert {
    condition     = !contains(flatten([for statement in local.statements.export : statement.Action]), "s3:DeleteObjectVersion")
    error_message = "Old versions may be deleted, with which an object is brought back."
  }
  assert {
    condition     = !anytrue([for action in flatten([for statement in concat(local.statements.export, local.statements.query) : statement.Action]) : startswith(action, "athena:") || startswith(action, "glue:")])
    error_message = "Athena may be used though it is off."
  }
}

run "without_athena_queries_write_results_for_links_alone" {
  assert {
    condition     = toset(flatten([for statement in local.statements.query : statement.Resource if contains(statement.Action, "s3:PutObject")])) == toset(["arn:aws:s3:::lake/results/*"]) && !contains(keys(local.environments.query), "TARN_QUERY_ENGINE")
    error_message = "The query function may write more than results for links though there is no Athena."
  }
}

run "athena_runs_queries_by_known_names_alone" {
  command = plan
  variables {
    athena = { datasets = ["telemetry"], queries = "spark", seconds = 3600 }
  }

  expect_failures = [var.athena]
}

run "athena_is_told_and_allowed_when_it_is_on" {
  variables {
    athena = { datasets = ["telemetry"] }
  }

  assert {
    condition     = local.environments.export.TARN_ATHENA_DATABASE == "tarn_test" && local.environments.export.TARN_ATHENA_WORKGROUP == "tarn-test"
    error_message = "The export function is not told of Athena."
  }
  assert {
    condition = toset([for statement in local.statements.export : "${statement.Action[0]} ${statement.Resource[0]}" if startswith(statement.Action[0], "athena:")]) == toset([
      "athena:GetQueryExecution arn:aws:athena:us-east-1:111122223333:workgroup/workgroup",
      "athena:StartQueryExecution arn:aws:athena:us-east-1:111122223333:workgroup/workgroup",
    ])
    error_message = "The export function may not use Athena, or do more with it than its code does."
  }
  assert {
    condition     = local.environments.query.TARN_ATHENA_DATABASE == "tarn_test" && local.environments.query.TARN_ATHENA_WORKGROUP == "tarn-test" && local.environments.query.TARN_QUERY_ENGINE == "duckdb" && local.environments.query.TARN_ATHENA_SECONDS == "900"
    error_message = "The query function is not told of Athena."
  }
  assert {
    condition = toset([for statement in local.statements.query : "${statement.Action[0]} ${statement.Resource[0]}" if startswith(statement.Action[0], "athena:")]) == toset([
      "athena:GetQueryExecution arn:aws:athena:us-east-1:111122223333:workgroup/workgroup",
      "athena:GetQueryResults arn:aws:athena:us-east-1:111122223333:workgroup/workgroup",
      "athena:StartQueryExecution arn:aws:athena:us-east-1:111122223333:workgroup/workgroup",
      "athena:StopQueryExecution arn:aws:athena:us-east-1:111122223333:workgroup/workgroup",
    ])
    error_message = "The query function may not use Athena, or do more with it than its code does."
  }
  assert {
    condition     = toset(flatten([for statement in local.statements.query : statement.Resource if contains(statement.Action, "s3:PutObject")])) == toset(["arn:aws:s3:::lake/queries/*", "arn:aws:s3:::lake/queries/results/*", "arn:aws:s3:::lake/results/*"])
    error_message = "The query function may write elsewhere than below queries/ and results/."
  }
}

run "the_key_turns_and_opens_for_this_accounts_services" {
  assert {
    condition     = aws_kms_key.data.enable_key_rotation
    error_message = "The key never changes."
  }
  assert {
    condition     = alltrue([for statement in jsondecode(aws_kms_key_policy.data.policy).Statement : statement.Sid == "AccountDecides" || (contains(keys(statement), "Condition") && !strcontains(jsonencode(statement.Action), "*"))])
    error_message = "A service may use the key for another account, or for anything."
  }
}

run "the_rule_of_uploads_alone_uses_the_key_of_all_rules" {
  assert {
    condition = jsonencode([for statement in jsondecode(aws_kms_key_policy.data.policy).Statement : [statement.Action, statement.Condition] if statement.Principal == { Service = "events.amazonaws.com" }]) == jsonencode([[
      ["kms:Decrypt", "kms:GenerateDataKey"],
      { ArnEquals = { "aws:SourceArn" = module.queue.uploads_rule_arn }, StringEquals = { "aws:SourceAccount" = "111122223333" } },
    ]])
    error_message = "EventBridge cannot put messages onto an encrypted queue, or another rule can."
  }
}

run "no_room_for_requests_beside_both_queues_is_refused" {
  command = plan
  variables {
    ingest = { concurrency = 8, consumers = 4, uploads = 4 }
  }
  expect_failures = [var.ingest]
}

run "fewer_uploads_at_once_than_sqs_has_is_refused" {
  command = plan
  variables {
    ingest = { uploads = 1 }
  }
  expect_failures = [var.ingest]
}

run "throttles_are_those_of_the_file_but_for_the_named" {
  command = plan
  variables {
    throttles = { query = { rate = 7, burst = 9 } }
  }
  assert {
    condition     = local.throttles.query.rate == 7 && local.throttles.query.burst == 9
    error_message = "A throttle that is given is not taken."
  }
  assert {
    condition = { for label, throttle in local.throttles : label => throttle if label != "query" } == {
      for label, throttle in jsondecode(file("throttles.json")) : label => throttle if label != "query"
    }
    error_message = "Throttles that are not given are others than those of throttles.json."
  }
  assert {
    condition     = toset(keys(local.throttles)) == toset(["ingest", "query", "export", "open"])
    error_message = "A function's routes, or the open ones, have no throttle."
  }
}

run "bad_variables_are_refused" {
  command = plan
  variables {
    environment     = "Dev"
    monthly_dollars = 0
    throttles       = { inject = { rate = 1, burst = 1 } }
    query           = { memory_mb = 512, seconds = 29 }
    export          = { memory_mb = 1024, temporary_mb = 1024, jobs = 1 }
  }
  expect_failures = [var.environment, var.monthly_dollars, var.throttles, var.query, var.export]
}

run "the_least_and_the_most_of_each_function_are_accepted" {
  command = plan
  variables {
    ingest              = { memory_mb = 512 }
    query               = { memory_mb = 1024, temporary_mb = 10240, seconds = 27 }
    export              = { memory_mb = 10240, temporary_mb = 1536, jobs = 2 }
    file_retention_days = 3650
    log_retention_days  = 3650
  }
}

run "what_is_beyond_them_is_refused" {
  command = plan
  variables {
    ingest             = { memory_mb = 511 }
    query              = { memory_mb = 1023 }
    export             = { memory_mb = 10241 }
    log_retention_days = 6
    noncurrent_days    = 0
    log_days           = 31
  }
  expect_failures = [var.ingest, var.query, var.export, var.log_retention_days, var.noncurrent_days, var.log_days]
}

run "files_outlive_no_log_that_names_them" {
  command = plan
  variables {
    file_retention_days = 31
    log_retention_days  = 30
  }
  expect_failures = [var.log_retention_days]
}

run "a_production_lake_is_not_destroyable" {
  command = plan
  variables {
    environment = "prod"
    destroyable = true
  }
  expect_failures = [var.destroyable]
}
