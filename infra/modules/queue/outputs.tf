output "url" {
  description = "URL of the queue of jobs."
  value       = aws_sqs_queue.jobs.url
}

output "arn" {
  description = "ARN of the queue of jobs."
  value       = aws_sqs_queue.jobs.arn
}

output "name" {
  description = "Name of the queue of jobs, its metrics' dimension."
  value       = aws_sqs_queue.jobs.name
}

output "visibility_seconds" {
  description = "For how long a message that was received is hidden."
  value       = aws_sqs_queue.jobs.visibility_timeout_seconds
}

output "dead_events_arn" {
  description = "ARN of the queue of events that could not be delivered."
  value       = aws_sqs_queue.dead["events"].arn
}

output "dead_names" {
  description = "Names of the queues of dead letters, by what they hold."
  value       = { for name, queue in aws_sqs_queue.dead : name => queue.name }
}

output "ingest_url" {
  description = "URL of the queue of records."
  value       = aws_sqs_queue.ingest.url
}

output "ingest_arn" {
  description = "ARN of the queue of records."
  value       = aws_sqs_queue.ingest.arn
}

output "ingest_name" {
  description = "Name of the queue of records, its metrics' dimension."
  value       = aws_sqs_queue.ingest.name
}

output "ingest_visibility_seconds" {
  description = "For how long a message with records that was received is hidden."
  value       = aws_sqs_queue.ingest.visibility_timeout_seconds
}

output "uploads_arn" {
  description = "ARN of the queue of uploaded files."
  value       = aws_sqs_queue.uploads.arn
}

output "uploads_name" {
  description = "Name of the queue of uploaded files, its metrics' dimension."
  value       = aws_sqs_queue.uploads.name
}

output "uploads_visibility_seconds" {
  description = "For how long a message about an uploaded file that was received is hidden."
  value       = aws_sqs_queue.uploads.visibility_timeout_seconds
}

output "uploads_rule_arn" {
  description = "ARN of the rule that puts S3's events onto that queue: for the key's policy."
  value       = aws_cloudwatch_event_rule.uploads.arn
}

output "uploads_rule_name" {
  description = "Name of that rule, its metrics' dimension."
  value       = aws_cloudwatch_event_rule.uploads.name
}
