output "arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "id" {
  description = "Id of the distribution, its metrics' dimension."
  value       = aws_cloudfront_distribution.this.id
}

output "url" {
  description = "Where exports are served, ended by a slash."
  value       = var.domain == null ? "https://${aws_cloudfront_distribution.this.domain_name}/" : "https://${var.domain.name}/"
}

output "domain_target" {
  description = "What an alias record of the domain points to."
  value       = aws_cloudfront_distribution.this.domain_name
}

output "signer_ids" {
  description = "Ids of the public keys by name, for Key-Pair-Id."
  value       = { for name, key in aws_cloudfront_public_key.signer : name => key.id }
}
