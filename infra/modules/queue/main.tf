# jobs: a message is a job's id; the job itself is an object in the lake, so that a lost or repeated
# message loses and repeats nothing. dead: messages that were received too often, and events that no
# attempt of Lambda or of the scheduler brought home.
resource "aws_sqs_queue" "dead" {
  for_each = toset(["jobs", "events"])

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
  }
}

# Refuses, so that no other policy can allow it: action "sqs:*" here takes everything away.
resource "aws_sqs_queue_policy" "tls_only" {
  for_each = toset(["jobs", "jobs-dead", "events-dead"])

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
