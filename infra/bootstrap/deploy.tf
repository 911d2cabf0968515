# A deploy of one function to one environment: its archive, its code, its alias, and nothing else.
locals {
  deploys = { for pair in setproduct(var.environments, local.functions) : "${pair[0]}-deploy-${pair[1]}" => {
    function = "arn:aws:lambda:us-east-1:${local.account_id}:function:tarn-${pair[0]}-${pair[1]}"
    archives = "${aws_s3_bucket.this["artifacts"].arn}/${pair[1]}/*"
  } }
}

resource "aws_iam_role_policy" "deploy" {
  for_each = local.deploys

  name = "deploy"
  role = aws_iam_role.github[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Archives"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = each.value.archives
      },
      {
        Sid    = "Function"
        Effect = "Allow"
        Action = [
          "lambda:GetAlias",
          "lambda:GetFunction",
          "lambda:GetFunctionConfiguration",
          "lambda:InvokeFunction",
          "lambda:PublishVersion",
          "lambda:UpdateAlias",
          "lambda:UpdateFunctionCode",
        ]
        Resource = [each.value.function, "${each.value.function}:*"]
      },
      {
        Sid    = "WatchAlarms"
        Effect = "Allow"
        Action = ["cloudwatch:DescribeAlarms"]
        # Alarms asked for by several names are one call, which a pattern of names may not allow. It
        # tells states, and changes nothing.
        Resource = "arn:aws:cloudwatch:us-east-1:${local.account_id}:alarm:*"
      },
    ]
  })
}
