resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_lambda_function" "this" {
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn
  runtime       = "java25"
  architectures = ["arm64"]
  handler       = var.handler
  memory_size   = var.memory_mb
  timeout       = var.timeout_seconds
  filename      = var.placeholder
  # A changed configuration becomes a version, of the code that was deployed last: the provider sends
  # the configuration alone, and then publishes what is there. Which version is live, deploys say.
  publish                        = true
  reserved_concurrent_executions = var.reserved_concurrency

  # Left out, not "None": the provider reads "None" back as no block, and would plan a change, and
  # publish a version, at every apply.
  dynamic "snap_start" {
    for_each = var.snap_start ? [1] : []
    content {
      apply_on = "PublishedVersions"
    }
  }

  ephemeral_storage {
    size = var.temporary_mb
  }

  # The code writes lines of JSON itself, some of them in the embedded metric format: Lambda must
  # pass them on as they are.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  tracing_config {
    mode = "Active"
  }

  environment {
    variables = var.environment
  }

  lifecycle {
    ignore_changes = [filename, image_uri, s3_bucket, s3_key, s3_object_version, source_code_hash]
  }

  # Without its policy the function would fail its first calls, and its snapshot.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  description      = "What callers get"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [description, function_version, routing_config]
  }
}

resource "aws_lambda_function_event_invoke_config" "live" {
  function_name                = aws_lambda_function.this.function_name
  qualifier                    = aws_lambda_alias.live.name
  maximum_retry_attempts       = var.async_retries
  maximum_event_age_in_seconds = 3600

  destination_config {
    on_failure {
      destination = var.dead_letters_arn
    }
  }
}
