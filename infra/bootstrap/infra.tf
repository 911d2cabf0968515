# Planning reads configuration, and applying changes it. Neither reads data: what the managed policy
# ReadOnlyAccess and the wide actions below would let it read, the denials take back.
locals {
  deny_data = {
    Sid    = "NoData"
    Effect = "Deny"
    Action = [
      "athena:GetQueryResults",
      "kms:Decrypt",
      "logs:FilterLogEvents",
      "logs:GetLogEvents",
      "logs:StartQuery",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "sqs:ReceiveMessage",
    ]
    # All but the state itself, whose bucket needs no key.
    NotResource = "${local.state_arn}/*"
  }

  # One environment's role touches no other's state. A statement of no resources is refused, so that
  # an only environment has none.
  deny_other_states = { for environment in var.environments : environment => [
    for others in [setsubtract(var.environments, [environment])] : {
      Sid      = "OtherStates"
      Effect   = "Deny"
      Action   = ["s3:DeleteObject", "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
      Resource = [for other in others : "${local.state_arn}/${other}/*"]
    } if length(others) > 0
  ] }
}

resource "aws_iam_role_policy_attachment" "plan" {
  for_each = var.environments

  role       = aws_iam_role.github["${each.key}-plan"].name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_iam_role_policy" "plan" {
  for_each = var.environments

  name = "plan"
  role = aws_iam_role.github["${each.key}-plan"].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([local.deny_data], local.deny_other_states[each.key], [{
      # A plan waits there for its apply, which knows its checksum.
      Sid      = "KeepPlans"
      Effect   = "Allow"
      Action   = ["s3:PutObject"]
      Resource = "${local.state_arn}/${each.key}/plans/*"
    }])
  })
}

# What an apply may do. It is wide: whoever makes roles can make one that may do anything. What bounds
# it: names that begin with the environment's, the environment's protection in GitHub, and the denial
# of data. Actions ending in * are those of services of which all that is named here is Tarn's alone.
resource "aws_iam_role_policy" "apply" {
  for_each = var.environments

  name = "apply"
  role = aws_iam_role.github["${each.key}-apply"].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([local.deny_data], local.deny_other_states[each.key], [
      {
        Sid      = "State"
        Effect   = "Allow"
        Action   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
        Resource = "${local.state_arn}/${each.key}/*"
      },
      {
        Sid      = "ListState"
        Effect   = "Allow"
        Action   = ["s3:ListBucket"]
        Resource = local.state_arn
      },
      {
        Sid    = "Named"
        Effect = "Allow"
        Action = [
          "athena:*", "budgets:*", "cloudwatch:*", "events:*", "glue:*", "lambda:*",
          "logs:*", "s3:*", "scheduler:*", "sns:*", "sqs:*",
        ]
        Resource = [
          "arn:aws:athena:us-east-1:${local.account_id}:workgroup/tarn-${each.key}",
          "arn:aws:budgets::${local.account_id}:budget/tarn-${each.key}",
          "arn:aws:cloudwatch:us-east-1:${local.account_id}:alarm:tarn-${each.key}-*",
          "arn:aws:cloudwatch::${local.account_id}:dashboard/tarn-${each.key}",
          "arn:aws:events:us-east-1:${local.account_id}:rule/tarn-${each.key}-*",
          "arn:aws:glue:us-east-1:${local.account_id}:catalog",
          "arn:aws:glue:us-east-1:${local.account_id}:database/tarn_${each.key}",
          "arn:aws:glue:us-east-1:${local.account_id}:table/tarn_${each.key}/*",
          "arn:aws:lambda:us-east-1:${local.account_id}:function:tarn-${each.key}-*",
          "arn:aws:logs:us-east-1:${local.account_id}:log-group:/aws/lambda/tarn-${each.key}-*",
          "arn:aws:logs:us-east-1:${local.account_id}:log-group:/aws/apigateway/tarn-${each.key}*",
          "arn:aws:logs:us-east-1:${local.account_id}:delivery-source:tarn-${each.key}-*",
          "arn:aws:logs:us-east-1:${local.account_id}:delivery-destination:tarn-${each.key}-*",
          "arn:aws:s3:::tarn-${each.key}-*",
          "arn:aws:scheduler:us-east-1:${local.account_id}:schedule-group/tarn-${each.key}",
          "arn:aws:scheduler:us-east-1:${local.account_id}:schedule/tarn-${each.key}/*",
          "arn:aws:sns:us-east-1:${local.account_id}:tarn-${each.key}-*",
          "arn:aws:sqs:us-east-1:${local.account_id}:tarn-${each.key}-*",
        ]
      },
      {
        Sid    = "Roles"
        Effect = "Allow"
        Action = [
          "iam:CreateRole", "iam:DeleteRole", "iam:DeleteRolePolicy", "iam:GetRole", "iam:GetRolePolicy",
          "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole", "iam:ListRolePolicies",
          "iam:PassRole", "iam:PutRolePolicy", "iam:TagRole", "iam:UntagRole",
          "iam:UpdateAssumeRolePolicy", "iam:UpdateRole",
        ]
        # Not tarn-github-*: an apply does not change what workflows may do.
        Resource = "arn:aws:iam::${local.account_id}:role/tarn-${each.key}-*"
      },
      {
        # These name their resources by ids, which are not known beforehand, or know none.
        Sid    = "Unnamed"
        Effect = "Allow"
        Action = [
          "apigateway:*", "cloudfront:*", "cognito-idp:*", "wafv2:*",
          "cloudwatch:DescribeAlarms",
          # Whoever makes an encrypted function or event source is asked for the last two.
          "kms:CreateAlias", "kms:CreateKey", "kms:DeleteAlias", "kms:DescribeKey", "kms:EnableKeyRotation",
          "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListResourceTags",
          "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource",
          "kms:UpdateAlias", "kms:UpdateKeyDescription", "kms:CreateGrant", "kms:GenerateDataKey",
          "lambda:CreateEventSourceMapping", "lambda:DeleteEventSourceMapping",
          "lambda:GetEventSourceMapping", "lambda:ListEventSourceMappings", "lambda:ListTags",
          "lambda:TagResource", "lambda:UpdateEventSourceMapping",
          "logs:CreateDelivery", "logs:CreateLogDelivery", "logs:DeleteDelivery", "logs:DeleteLogDelivery",
          "logs:DeleteQueryDefinition", "logs:DescribeDeliveries", "logs:DescribeDeliveryDestinations",
          "logs:DescribeDeliverySources", "logs:DescribeLogGroups", "logs:DescribeQueryDefinitions",
          "logs:DescribeResourcePolicies", "logs:GetDelivery", "logs:GetLogDelivery",
          "logs:ListLogDeliveries", "logs:PutQueryDefinition", "logs:PutResourcePolicy",
          "logs:UpdateLogDelivery",
        ]
        Resource = "*"
      },
    ])
  })
}
