output "database" {
  description = "Name of the database."
  value       = aws_glue_catalog_database.this.name
}

output "workgroup" {
  description = "Name of the workgroup."
  value       = aws_athena_workgroup.this.name
}

output "workgroup_arn" {
  description = "ARN of the workgroup."
  value       = aws_athena_workgroup.this.arn
}
