# jobs: a message is a job's id; the job itself is an object in the lake, so that a lost or repeated
# message loses and repeats nothing. dead: messages that were received too often, and events that no
# attempt of Lambda or of the scheduler brought home. ingest: a message is a record or some, with the name
# of its dataset as an attribute.
resource "aws_sqs_queue" "dead" {
  for_each = toset(["jobs", "events", "ingest"])

  name                              = "${var.name}-${each.key}-dead"
  message_retention_seconds         = 1209600
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 3600
}

resource "aws_sqs_queue" "jobs" {
  name                              = "${var.name}-jobs"
  visibility_timeout_seconds        = var.visibility_seconds
  message_retention_seconds         = 1209600
  receive_wait_time_seconds         = 20
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 3600
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead["jobs"].arn
    maxReceiveCount     = var.max_receives
  })
}

# Lambda hides a batch for six times the function's timeout, as its guide has it, which leaves room for
# throttled calls. Messages' ids are remembered for seven days: longer than a message can be here.
resource "aws_sqs_queue" "ingest" {
  name                              = "${var.name}-ingest"
  visibility_timeout_seconds        = var.ingest_visibility_seconds
  message_retention_seconds         = 345600
  max_message_size                  = 1048576
  receive_wait_time_seconds         = 20
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 3600
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead["ingest"].arn
    maxReceiveCount     = var.max_receives
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "ingest" {
  queue_url = aws_sqs_queue.dead["ingest"].id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.ingest.arn]
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "jobs" {
  queue_url = aws_sqs_queue.dead["jobs"].id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.jobs.arn]
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "events" {
  queue_url            = aws_sqs_queue.dead["events"].id
  redrive_allow_policy = jsonencode({ redrivePermission = "denyAll" })
}

locals {
  queues = {
    jobs        = aws_sqs_queue.jobs
    jobs-dead   = aws_sqs_queue.dead["jobs"]
    events-dead = aws_sqs_queue.dead["events"]
    ingest      = aws_sqs_queue.ingest
    ingest-dead = aws_sqs_queue.dead["ingest"]
  }
}

# Refuses, so that no other policy can allow it: action "sqs:*" here takes everything away.
resource "aws_sqs_queue_policy" "tls_only" {
  for_each = toset(["jobs", "jobs-dead", "events-dead", "ingest", "ingest-dead"])

  queue_url = local.queues[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "sqs:*"
      Resource  = local.queues[each.key].arn
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
