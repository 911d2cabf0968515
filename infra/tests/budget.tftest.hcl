mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name      = "tarn-test"
  dollars   = 20
  topic_arn = "arn:aws:sns:us-east-1:111122223333:alarms"
}

run "the_topic_is_told_of_what_is_spent_and_of_the_forecast" {
  module {
    source = "./modules/budget"
  }

  assert {
    condition     = toset([for notice in aws_budgets_budget.month.notification : "${notice.notification_type} ${notice.threshold}"]) == toset(["ACTUAL 50", "ACTUAL 80", "ACTUAL 100", "FORECASTED 100"])
    error_message = "A notice is missing."
  }
  assert {
    condition     = alltrue([for notice in aws_budgets_budget.month.notification : notice.subscriber_sns_topic_arns == toset([var.topic_arn])]) && aws_budgets_budget.month.limit_amount == "20"
    error_message = "Nobody is told, or of another amount."
  }
}

run "a_tag_narrows_what_counts" {
  module {
    source = "./modules/budget"
  }
  variables {
    tag = { name = "project", value = "tarn" }
  }

  assert {
    condition     = one(aws_budgets_budget.month.cost_filter).values == tolist(["user:project$tarn"])
    error_message = "The tag is not named as Budgets names it."
  }
}

run "no_dollars_are_refused" {
  command = plan
  module {
    source = "./modules/budget"
  }
  variables {
    dollars = 0
  }
  expect_failures = [var.dollars]
}
