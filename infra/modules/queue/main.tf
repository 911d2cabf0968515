# jobs: a message is a job's id; the job itself is an object in the lake, so that a lost or repeated
# message loses and repeats nothing. dead: messages that were received too often, and events that no
# attempt of Lambda, of the scheduler or of EventBridge brought home. ingest: a message is a record or some,
# with the name of its dataset as an attribute. uploads, in uploads.tf: a message is what S3 tells of a file.
resource "aws_sqs_queue" "dead" {
  for_each = toset(["jobs", "events", "ingest", "uploads"])

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

# Lambda takes no queue that hides messages for less than the function may run. Its guide has six times
# that, so that a batch whose calls are throttled is still hidden. The function's timeout is that of
# uploads, though, while a batch of records is written within seconds: six times it would let a message
# that failed once wait for half an hour. It is hidden for as long as one call may last, the gathering
# before it included, and what comes again too early is written once all the same: messages' ids are
# remembered for seven days, longer than a message can be here.
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
    jobs         = aws_sqs_queue.jobs
    jobs-dead    = aws_sqs_queue.dead["jobs"]
    events-dead  = aws_sqs_queue.dead["events"]
    ingest       = aws_sqs_queue.ingest
    ingest-dead  = aws_sqs_queue.dead["ingest"]
    uploads      = aws_sqs_queue.uploads
    uploads-dead = aws_sqs_queue.dead["uploads"]
  }
  # Where the rule of uploads puts what S3 tells, and what it could not put there.
  told_by_rule = ["uploads", "events-dead"]
}

# A queue has one policy. Its first statement refuses, so that no other can allow it: action "sqs:*" there
# takes everything away.
resource "aws_sqs_queue_policy" "this" {
  for_each = toset(["jobs", "jobs-dead", "events-dead", "ingest", "ingest-dead", "uploads", "uploads-dead"])

  queue_url = local.queues[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [{
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "sqs:*"
        Resource  = local.queues[each.key].arn
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      }],
      [for queue in local.told_by_rule : {
        Sid       = "RuleOfUploads"
        Effect    = "Allow"
        Principal = { Service = "events.amazonaws.com" }
        Action    = "sqs:SendMessage"
        Resource  = local.queues[each.key].arn
        Condition = { ArnEquals = { "aws:SourceArn" = aws_cloudwatch_event_rule.uploads.arn } }
      } if queue == each.key],
    )
  })
}

# Else deleting the old resource would take away the policy that the new one has put: a queue has one.
moved {
  from = aws_sqs_queue_policy.tls_only
  to   = aws_sqs_queue_policy.this
}
