output "group" {
  description = "Name of the group of schedules, their metrics' dimension."
  value       = aws_scheduler_schedule_group.this.name
}

output "expressions" {
  description = "When each task is started, in UTC."
  value       = { for name, schedule in aws_scheduler_schedule.task : name => schedule.schedule_expression }
}
