resource "aws_scheduler_schedule_group" "this" {
  name = var.name
}

resource "aws_scheduler_schedule" "task" {
  for_each = var.tasks

  name                         = each.key
  group_name                   = aws_scheduler_schedule_group.this.name
  description                  = "Starts the task ${each.key} of the clock"
  schedule_expression          = each.value
  schedule_expression_timezone = "UTC"
  state                        = var.enabled ? "ENABLED" : "DISABLED"

  flexible_time_window {
    mode = "OFF"
  }

  target {
    arn      = var.target_arn
    role_arn = aws_iam_role.scheduler.arn
    # Written by hand: jsonencode escapes < and >, and the scheduler would not find its placeholder.
    input = "{\"task\":\"${each.key}\",\"time\":\"<aws.scheduler.scheduled-time>\"}"

    # What the next minute asks for again is not worth keeping.
    retry_policy {
      maximum_event_age_in_seconds = each.key == "exports" ? 120 : 3600
      maximum_retry_attempts       = each.key == "exports" ? 2 : 10
    }

    dead_letter_config {
      arn = var.dead_letters_arn
    }
  }
}

resource "aws_iam_role" "scheduler" {
  name        = "${var.name}-scheduler"
  description = "Lets the schedules of ${var.name} call the function"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "scheduler.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = {
          "aws:SourceAccount" = var.account_id
          "aws:SourceArn"     = aws_scheduler_schedule_group.this.arn
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "scheduler" {
  name = "scheduler"
  role = aws_iam_role.scheduler.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Call"
        Effect   = "Allow"
        Action   = ["lambda:InvokeFunction"]
        Resource = var.target_arn
      },
      {
        Sid      = "DeadLetters"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = var.dead_letters_arn
      },
      {
        Sid       = "DeadLettersKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = var.kms_key_arn
        Condition = { StringLike = { "kms:ViaService" = "sqs.*.amazonaws.com" } }
      },
    ]
  })
}
