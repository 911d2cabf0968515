mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name             = "tarn-test"
  account_id       = "111122223333"
  target_arn       = "arn:aws:lambda:us-east-1:111122223333:function:export:live"
  dead_letters_arn = "arn:aws:sqs:us-east-1:111122223333:dead"
  kms_key_arn      = "arn:aws:kms:us-east-1:111122223333:key/data"
  tasks = {
    exports = "cron(* * * * ? *)"
    compact = "cron(15 * * * ? *)"
    expire  = "cron(0 2 * * ? *)"
    audit   = "cron(0 3 * * ? *)"
  }
}

run "each_task_is_sent_with_the_time_it_was_due" {
  module {
    source = "./modules/schedule"
  }

  assert {
    condition     = alltrue([for task, schedule in aws_scheduler_schedule.task : schedule.target[0].input == "{\"task\":\"${task}\",\"time\":\"<aws.scheduler.scheduled-time>\"}"]) && length(aws_scheduler_schedule.task) == 4
    error_message = "An input is not what the export function reads."
  }
  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.task : jsondecode(schedule.target[0].input).time == "<aws.scheduler.scheduled-time>" && !strcontains(schedule.target[0].input, "\\u003c")])
    error_message = "The scheduler would not find its placeholder."
  }
  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.task : schedule.schedule_expression_timezone == "UTC" && schedule.flexible_time_window[0].mode == "OFF" && schedule.state == "ENABLED"])
    error_message = "A task is not started when it is due."
  }
  assert {
    condition     = alltrue([for schedule in aws_scheduler_schedule.task : schedule.target[0].arn == var.target_arn && schedule.target[0].dead_letter_config[0].arn == var.dead_letters_arn])
    error_message = "A task goes elsewhere than to live, or is lost."
  }
}

run "the_role_calls_the_function_alone" {
  module {
    source = "./modules/schedule"
  }

  assert {
    condition = { for statement in jsondecode(aws_iam_role_policy.scheduler.policy).Statement : statement.Sid => [statement.Action, statement.Resource] } == {
      Call           = [["lambda:InvokeFunction"], var.target_arn]
      DeadLetters    = [["sqs:SendMessage"], var.dead_letters_arn]
      DeadLettersKey = [["kms:Decrypt", "kms:GenerateDataKey"], var.kms_key_arn]
    }
    error_message = "The scheduler may do more than call the function."
  }
  assert {
    condition     = jsondecode(aws_iam_role.scheduler.assume_role_policy).Statement[0].Condition.StringEquals["aws:SourceAccount"] == "111122223333"
    error_message = "Another account's scheduler may take the role."
  }
}

run "a_missing_task_is_refused" {
  command = plan
  module {
    source = "./modules/schedule"
  }
  variables {
    tasks = { exports = "cron(* * * * ? *)" }
  }
  expect_failures = [var.tasks]
}

run "a_time_that_is_none_is_refused" {
  command = plan
  module {
    source = "./modules/schedule"
  }
  variables {
    tasks = { exports = "each minute", compact = "cron(15 * * * ? *)", expire = "cron(0 2 * * ? *)", audit = "cron(0 3 * * ? *)" }
  }
  expect_failures = [var.tasks]
}
