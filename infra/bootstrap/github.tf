resource "aws_iam_openid_connect_provider" "github" {
  count = var.make_provider ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  provider_arn = "arn:aws:iam::${local.account_id}:oidc-provider/token.actions.githubusercontent.com"
  functions    = ["ingest", "query", "export"]

  # Each subject is told in full. A plan is for pull requests, and for what comes before an apply; the
  # others are only for what GitHub's environment let pass.
  environment_subject = { for environment in var.environments : environment => "repo:${var.repository}:environment:${environment}" }
  roles = merge([
    for environment, subject in local.environment_subject : merge(
      {
        "${environment}-plan"  = ["repo:${var.repository}:pull_request", subject]
        "${environment}-apply" = [subject]
      },
      { for function in local.functions : "${environment}-deploy-${function}" => [subject] },
    )
  ]...)
}

resource "aws_iam_role" "github" {
  for_each = local.roles

  name                 = "tarn-github-${each.key}"
  description          = "Taken by workflows of ${var.repository}"
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = local.provider_arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = each.value
        }
      }
    }]
  })

  depends_on = [aws_iam_openid_connect_provider.github]
}
