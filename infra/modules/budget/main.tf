locals {
  # What is spent, at half and most of it, and what the month will come to.
  notices = {
    half     = { type = "ACTUAL", percent = 50 }
    most     = { type = "ACTUAL", percent = 80 }
    all      = { type = "ACTUAL", percent = 100 }
    forecast = { type = "FORECASTED", percent = 100 }
  }
}

resource "aws_budgets_budget" "month" {
  name         = var.name
  budget_type  = "COST"
  limit_amount = tostring(var.dollars)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "cost_filter" {
    for_each = var.tag == null ? [] : [var.tag]
    content {
      name   = "TagKeyValue"
      values = [format("user:%s$%s", cost_filter.value.name, cost_filter.value.value)]
    }
  }

  dynamic "notification" {
    for_each = local.notices
    content {
      comparison_operator       = "GREATER_THAN"
      notification_type         = notification.value.type
      threshold                 = notification.value.percent
      threshold_type            = "PERCENTAGE"
      subscriber_sns_topic_arns = [var.topic_arn]
    }
  }
}
