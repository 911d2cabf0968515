resource "aws_iam_openid_connect_provider" "github" {
  count = var.make_provider ? 1 : 0

  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

locals {
  provider_arn = "arn:aws:iam::${local.account_id}:oidc-provider/token.actions.githubusercontent.com"
  functions    = ["ingest", "query", "export"]

  # Repositories made or renamed since July 2026 have the ids of owner and repository in their subjects.
  owner_name = split("/", var.repository)
  repository = var.repository_ids == null ? var.repository : "${local.owner_name[0]}@${var.repository_ids.owner}/${local.owner_name[1]}@${var.repository_ids.repository}"

  # Each subject is told in full. A plan is for pull requests and for main, before anyone has let the
  # apply pass; the others are only for what GitHub's environment let pass.
  roles = merge([
    for environment in var.environments : merge(
      {
        "${environment}-plan"  = ["repo:${local.repository}:pull_request", "repo:${local.repository}:ref:refs/heads/main"]
        "${environment}-apply" = ["repo:${local.repository}:environment:${environment}"]
      },
      { for function in local.functions : "${environment}-deploy-${function}" => ["repo:${local.repository}:environment:${environment}"] },
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
