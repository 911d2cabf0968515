# What S3 tells of files below uploads/: its events come onto the account's default bus, since the bucket
# tells EventBridge, and a rule puts them onto a queue as they are. Whether a file is one of an upload, and
# what becomes of it, the job of its name says, which is an object in the lake.
resource "aws_sqs_queue" "uploads" {
  name                       = "${var.name}-uploads"
  visibility_timeout_seconds = var.uploads_visibility_seconds
  # Four days: a file is there for seven, so that no message outlives what it tells of.
  message_retention_seconds         = 345600
  receive_wait_time_seconds         = 20
  kms_master_key_id                 = var.kms_key_arn
  kms_data_key_reuse_period_seconds = 3600
  # A large file takes many runs, each of which hands its message back. That is no failure, so many are let
  # be: the job counts attempts that failed by itself, and gives up after a few.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead["uploads"].arn
    maxReceiveCount     = var.uploads_max_receives
  })
}

resource "aws_sqs_queue_redrive_allow_policy" "uploads" {
  queue_url = aws_sqs_queue.dead["uploads"].id
  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.uploads.arn]
  })
}

resource "aws_cloudwatch_event_rule" "uploads" {
  name        = "${var.name}-uploads"
  description = "Files that were put below uploads/ of ${var.uploads_bucket}"
  event_pattern = jsonencode({
    source      = ["aws.s3"]
    detail-type = ["Object Created"]
    detail = {
      bucket = { name = [var.uploads_bucket] }
      object = { key = [{ prefix = "uploads/" }] }
    }
  })
}

# EventBridge tries for a day, as it does by default.
resource "aws_cloudwatch_event_target" "uploads" {
  rule      = aws_cloudwatch_event_rule.uploads.name
  target_id = "queue"
  arn       = aws_sqs_queue.uploads.arn

  dead_letter_config {
    arn = aws_sqs_queue.dead["events"].arn
  }

  # A queue that does not let the rule send yet would lose what came meanwhile.
  depends_on = [aws_sqs_queue_policy.this]
}
