output "state_bucket" {
  description = "Name of the bucket of Terraform's states."
  value       = aws_s3_bucket.this["state"].bucket
}

output "artifacts_bucket" {
  description = "Name of the bucket of functions' archives, at <function>/<commit>.zip."
  value       = aws_s3_bucket.this["artifacts"].bucket
}

output "roles" {
  description = "ARNs of the roles by <environment>-plan, -apply and -deploy-<function>."
  value       = { for name, role in aws_iam_role.github : name => role.arn }
}
