output "name" {
  description = "The function's name, its metrics' dimension."
  value       = aws_lambda_function.this.function_name
}

output "arn" {
  description = "The function's ARN, without a version."
  value       = aws_lambda_function.this.arn
}

output "alias" {
  description = "Name of the alias that callers use."
  value       = aws_lambda_alias.live.name
}

output "alias_arn" {
  description = "ARN of the alias live, which event sources call."
  value       = aws_lambda_alias.live.arn
}

output "alias_invoke_arn" {
  description = "ARN by which API Gateway calls the alias live."
  value       = aws_lambda_alias.live.invoke_arn
}

output "version" {
  description = "The version that the last change of configuration published."
  value       = aws_lambda_function.this.version
}

output "timeout_seconds" {
  description = "How long a call may take."
  value       = aws_lambda_function.this.timeout
}

output "log_group" {
  description = "Name of its log group."
  value       = aws_cloudwatch_log_group.this.name
}

output "role_name" {
  description = "Name of its role."
  value       = aws_iam_role.this.name
}
