# The three functions: what each is given. What the code fixes is in functions.json, which tests without
# Terraform hold against the code; what each may do is in policies.tf.
locals {
  fixed = jsondecode(file("${path.module}/functions.json"))

  # What every function asks of its callers. TARN_TOKENS is left out: tokens are needed.
  access = {
    TARN_UNCLAIMED_DATASETS = coalesce(var.unclaimed_datasets, var.issuer == null ? "all" : "none")
    TARN_RATE_REQUESTS      = var.rates.requests
    TARN_RATE_BYTES         = var.rates.bytes
  }

  # A value for each variable that functions.json names.
  #
  # TARN_PREFIX and TARN_S3_ENDPOINT are left out: the lake has a bucket of its own, in AWS.
  # AWS_REGION and AWS_LAMBDA_FUNCTION_MEMORY_SIZE are Lambda's to set. LD_LIBRARY_PATH is left as
  # Lambda sets it, with the archive's lib/, where DuckDB's library is found. JAVA_TOOL_OPTIONS is left
  # out: without options Java 25 warns of native access and of Unsafe, and lets both be.
  values = {
    ingest = merge(local.access, { TARN_BUCKET = module.lake.bucket })
    query = merge(local.access, {
      TARN_BUCKET        = module.lake.bucket
      TARN_QUERY_SECONDS = var.query.seconds
      # What a query fetches, what it spills, what it answers and what is kept of earlier fetches share
      # /tmp, a thirty-second of which stays free.
      TARN_QUERY_MAX_BYTES   = floor(var.query.temporary_mb / 2) * 1048576
      TARN_TEMPORARY_BYTES   = floor(var.query.temporary_mb / 4) * 1048576
      TARN_RESULT_BYTES      = floor(var.query.temporary_mb / 8) * 1048576
      TARN_RESULT_ROWS       = 10000000
      TARN_QUERY_CACHE_BYTES = floor(var.query.temporary_mb * 3 / 32) * 1048576
      # An empty variable counts as none, and is left out: then the function alone runs queries.
      TARN_QUERY_ENGINE     = var.athena == null ? "" : var.athena.queries
      TARN_ATHENA_SECONDS   = var.athena == null ? "" : tostring(var.athena.seconds)
      TARN_ATHENA_DATABASE  = local.athena.database
      TARN_ATHENA_WORKGROUP = local.athena.workgroup
      TARN_ATHENA_CATALOG   = local.athena.catalog
    })
    export = merge(local.access, {
      TARN_BUCKET              = module.lake.bucket
      TARN_PUBLISH_BUCKET      = module.lake.publish_bucket
      TARN_PUBLISH_URL         = module.cdn.url
      TARN_QUEUE_URL           = module.queue.url
      TARN_TEMPORARY_BYTES     = (var.export.temporary_mb - 512) * 1048576
      TARN_QUERY_MAX_BYTES     = floor((var.export.temporary_mb - 512) / 2) * 1048576
      TARN_FILE_RETENTION_DAYS = var.file_retention_days
      TARN_LOG_RETENTION_DAYS  = var.log_retention_days
      # An empty variable counts as none, and is left out: then there is no Athena.
      TARN_ATHENA_DATABASE  = local.athena.database
      TARN_ATHENA_WORKGROUP = local.athena.workgroup
      TARN_ATHENA_CATALOG   = local.athena.catalog
    })
  }

  athena = {
    database  = var.athena == null ? "" : module.catalog[0].database
    workgroup = var.athena == null ? "" : module.catalog[0].workgroup
    catalog   = var.athena == null ? "" : "AwsDataCatalog"
  }

  environments = { for label, fixed in local.fixed : label => {
    for name in fixed.environment : name => tostring(local.values[label][name]) if local.values[label][name] != ""
  } }

  # Of duration_share, the share of the timeout from which on a call is too slow: a query may take
  # query.seconds and is refused then, so that only what goes beyond is a fault; a long job ends its run
  # 20 s before the timeout, and an upload 30 s, and they go on in another. Ingest's timeout is that of
  # uploads: its requests are watched by the API's latency, since API Gateway waits no longer than 30 s.
  functions = {
    ingest = merge(local.fixed.ingest, var.ingest, { temporary_mb = 512 })
    query  = merge(local.fixed.query, var.query)
    export = merge(local.fixed.export, var.export)
  }
}

module "function" {
  source   = "./modules/function"
  for_each = local.functions

  name                 = "${local.name}-${each.key}"
  description          = each.value.description
  handler              = each.value.handler
  placeholder          = "${path.module}/placeholder/placeholder.zip"
  environment          = local.environments[each.key]
  statements           = local.statements[each.key]
  memory_mb            = each.value.memory_mb
  temporary_mb         = each.value.temporary_mb
  snap_start           = each.value.temporary_mb == 512
  timeout_seconds      = each.value.timeout_seconds
  reserved_concurrency = each.value.concurrency
  log_days             = var.log_days
  kms_key_arn          = aws_kms_key.data.arn
  dead_letters_arn     = module.queue.dead_events_arn

  # A log group is refused while the key does not let CloudWatch Logs use it, and a timeout while one of the
  # function's queues hides messages for less.
  depends_on = [aws_kms_key_policy.data, module.queue]
}

# The queue's door of the export function. One message at a time: a run may take all of the
# function's 15 minutes.
resource "aws_lambda_event_source_mapping" "jobs" {
  event_source_arn        = module.queue.arn
  function_name           = module.function["export"].alias_arn
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.export.jobs
  }

  lifecycle {
    precondition {
      condition     = module.queue.visibility_seconds > local.functions.export.timeout_seconds
      error_message = "The queue hides messages for longer than the function may run."
    }
  }
}

# The queues' doors of the ingest function. Records first: what came within a moment becomes one commit for
# each dataset.
resource "aws_lambda_event_source_mapping" "ingest" {
  event_source_arn                   = module.queue.ingest_arn
  function_name                      = module.function["ingest"].alias_arn
  batch_size                         = 10000
  maximum_batching_window_in_seconds = var.ingest.window_seconds
  function_response_types            = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.ingest.consumers
  }

  lifecycle {
    precondition {
      condition     = module.queue.ingest_visibility_seconds > local.functions.ingest.timeout_seconds + var.ingest.window_seconds
      error_message = "The queue hides messages for longer than they are gathered and the function may run."
    }
  }
}

# Uploaded files, one at a time: a run goes on for as long as it may, and hands the message back if there is
# more of the file.
resource "aws_lambda_event_source_mapping" "uploads" {
  event_source_arn        = module.queue.uploads_arn
  function_name           = module.function["ingest"].alias_arn
  batch_size              = 1
  function_response_types = ["ReportBatchItemFailures"]

  scaling_config {
    maximum_concurrency = var.ingest.uploads
  }

  lifecycle {
    precondition {
      condition     = module.queue.uploads_visibility_seconds > local.functions.ingest.timeout_seconds
      error_message = "The queue hides messages for longer than the function may run."
    }
  }
}
