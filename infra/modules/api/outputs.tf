output "id" {
  description = "The API's id, its metrics' dimension."
  value       = aws_apigatewayv2_api.this.id
}

output "url" {
  description = "Where the API is."
  value       = var.domain == null ? aws_apigatewayv2_api.this.api_endpoint : "https://${var.domain.name}"
}

output "domain_target" {
  description = "What an alias record of the domain points to; null without a domain."
  value       = var.domain == null ? null : aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].target_domain_name
}

output "token_url" {
  description = "Where the pool gives tokens; null with another issuer."
  value       = var.issuer == null ? "https://${aws_cognito_user_pool_domain.this[0].domain}.auth.us-east-1.amazoncognito.com/oauth2/token" : null
}

output "log_group" {
  description = "Name of the log group of accesses."
  value       = aws_cloudwatch_log_group.access.name
}
