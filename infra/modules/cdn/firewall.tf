# The rules are JSON, as the service's API takes them. The provider does not see what is changed of such rules
# by hand; the next change here puts it right.
locals {
  firewall_rules = {
    known-bad-addresses = {
      Priority       = 1
      OverrideAction = { None = {} }
      Statement = {
        ManagedRuleGroupStatement = { VendorName = "AWS", Name = "AWSManagedRulesAmazonIpReputationList" }
      }
    }
    requests-per-address = {
      Priority = 2
      Action   = { Block = {} }
      Statement = {
        RateBasedStatement = { AggregateKeyType = "IP", Limit = var.requests_per_address }
      }
    }
  }
}

resource "aws_wafv2_web_acl" "this" {
  count = var.firewall ? 1 : 0

  name        = var.name
  description = "Before the exports of ${var.name}"
  scope       = "CLOUDFRONT"
  rule_json = jsonencode([for name, rule in local.firewall_rules : merge(rule, {
    Name = name
    VisibilityConfig = {
      CloudWatchMetricsEnabled = true
      MetricName               = "${var.name}-${name}"
      SampledRequestsEnabled   = true
    }
  })])

  default_action {
    allow {}
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }
}
