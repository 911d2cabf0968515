# Plans alone: the buckets refuse to be destroyed, and a test would have to.
mock_provider "aws" {
  override_during = plan
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/role" }
  }
}

override_resource {
  override_during = plan
  target          = aws_s3_bucket.this["state"]
  values          = { arn = "arn:aws:s3:::state" }
}
override_resource {
  override_during = plan
  target          = aws_s3_bucket.this["artifacts"]
  values          = { arn = "arn:aws:s3:::artifacts" }
}

variables {
  repository = "owner/tarn"
}

run "buckets_are_closed_versioned_and_tls_only" {
  command = plan

  assert {
    condition     = alltrue([for block in aws_s3_bucket_public_access_block.this : block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets]) && length(aws_s3_bucket_public_access_block.this) == 2
    error_message = "A bucket is open to the public."
  }
  assert {
    condition     = alltrue([for versioning in aws_s3_bucket_versioning.this : versioning.versioning_configuration[0].status == "Enabled"])
    error_message = "A lost state could not be brought back."
  }
  assert {
    condition     = alltrue([for policy in aws_s3_bucket_policy.this : jsondecode(policy.policy).Statement[0].Effect == "Deny" && jsondecode(policy.policy).Statement[0].Condition.Bool["aws:SecureTransport"] == "false"])
    error_message = "A bucket takes requests without TLS."
  }
}

run "a_role_per_environment_and_function_for_this_repository_alone" {
  command = plan

  assert {
    condition = toset(keys(aws_iam_role.github)) == toset(flatten([for environment in ["dev", "prod"] : [
      for role in ["plan", "apply", "deploy-ingest", "deploy-query", "deploy-export"] : "${environment}-${role}"
    ]]))
    error_message = "A role is missing, or there is one more."
  }
  assert {
    condition = alltrue(flatten([for role in aws_iam_role.github : [for statement in jsondecode(role.assume_role_policy).Statement : [
      for subject in flatten([statement.Condition.StringEquals["token.actions.githubusercontent.com:sub"]]) : startswith(subject, "repo:owner/tarn:") && !strcontains(subject, "*")
    ]]]))
    error_message = "Another repository, or any branch, may take a role."
  }
  assert {
    condition     = jsondecode(aws_iam_role.github["prod-deploy-query"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:owner/tarn:environment:prod"]
    error_message = "A deploy to production needs no environment of GitHub's."
  }
}

run "a_plan_is_for_pull_requests_and_main_and_all_else_for_an_environment" {
  command = plan

  assert {
    condition = alltrue([for environment in ["dev", "prod"] :
      jsondecode(aws_iam_role.github["${environment}-plan"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:owner/tarn:pull_request", "repo:owner/tarn:ref:refs/heads/main"]
    ])
    error_message = "A plan is taken by others, or not by pull requests and main."
  }
  assert {
    condition = alltrue([for name, role in aws_iam_role.github :
      endswith(name, "-plan") || jsondecode(role.assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:owner/tarn:environment:${split("-", name)[0]}"]
    ])
    error_message = "What changes something needs no environment of GitHub's."
  }
}

run "ids_of_the_repository_are_part_of_the_subject" {
  command = plan
  variables {
    repository_ids = { owner = 12, repository = 345 }
  }

  assert {
    condition     = jsondecode(aws_iam_role.github["prod-apply"].assume_role_policy).Statement[0].Condition.StringEquals["token.actions.githubusercontent.com:sub"] == ["repo:owner@12/tarn@345:environment:prod"]
    error_message = "The ids are missing."
  }
}

run "a_plan_keeps_plans_of_its_environment_for_a_while" {
  command = plan

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.plan["dev"].policy).Statement : [statement.Action, statement.Resource] if statement.Effect == "Allow"] == [[["s3:PutObject"], "arn:aws:s3:::state/dev/plans/*"]]
    error_message = "A plan may write more than plans, or none."
  }
  assert {
    condition     = toset([for rule in aws_s3_bucket_lifecycle_configuration.this["state"].rule : rule.filter[0].prefix if length(rule.expiration) > 0]) == toset(["dev/plans/", "prod/plans/"])
    error_message = "Plans are kept for ever, or something else is not."
  }
}

run "a_deploy_touches_one_function_of_one_environment" {
  command = plan

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.deploy["dev-deploy-query"].policy).Statement : statement.Resource])) == toset([
      "arn:aws:s3:::artifacts/query/*",
      "arn:aws:lambda:us-east-1:111122223333:function:tarn-dev-query",
      "arn:aws:lambda:us-east-1:111122223333:function:tarn-dev-query:*",
      "arn:aws:cloudwatch:us-east-1:111122223333:alarm:*",
    ])
    error_message = "A deploy touches more than its function."
  }
  assert {
    condition     = !anytrue(flatten([for policy in aws_iam_role_policy.deploy : [for statement in jsondecode(policy.policy).Statement : [for action in statement.Action : strcontains(action, "*")]]]))
    error_message = "A deploy has an action with a star."
  }
}

run "neither_plan_nor_apply_reads_data_or_another_state" {
  command = plan

  assert {
    condition = alltrue([for policy in concat(values(aws_iam_role_policy.plan), values(aws_iam_role_policy.apply)) :
      anytrue([for statement in jsondecode(policy.policy).Statement : statement.Sid == "NoData" && statement.Effect == "Deny" && contains(statement.Action, "s3:GetObject") && contains(statement.Action, "kms:Decrypt")])
    ])
    error_message = "Data can be read."
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.apply["dev"].policy).Statement : statement.Resource if statement.Sid == "OtherStates"] == [["arn:aws:s3:::state/prod/*"]]
    error_message = "Another environment's state can be touched."
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.apply["dev"].policy).Statement : statement.Resource if statement.Sid == "Roles"] == ["arn:aws:iam::111122223333:role/tarn-dev-*"]
    error_message = "An apply may change the roles of workflows."
  }
}

run "an_apply_makes_rules_of_its_environment_alone" {
  command = plan

  assert {
    condition     = [for resource in flatten([for statement in jsondecode(aws_iam_role_policy.apply["dev"].policy).Statement : statement.Resource if contains(statement.Action, "events:*")]) : resource if startswith(resource, "arn:aws:events:")] == ["arn:aws:events:us-east-1:111122223333:rule/tarn-dev-*"]
    error_message = "An apply cannot make the rule of uploads, or may change rules of others."
  }
}

run "an_only_environment_has_no_other_state" {
  command = plan
  variables {
    environments = ["dev"]
  }

  assert {
    condition     = !anytrue([for statement in jsondecode(aws_iam_role_policy.plan["dev"].policy).Statement : statement.Sid == "OtherStates"])
    error_message = "A statement has no resources, which IAM refuses."
  }
}

run "bad_variables_are_refused" {
  command = plan
  variables {
    repository     = "owner/*"
    repository_ids = { owner = 0, repository = 1 }
    environments   = ["dev", "github"]
  }
  expect_failures = [var.repository, var.repository_ids, var.environments]
}
