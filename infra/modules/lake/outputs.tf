output "bucket" {
  description = "Name of the lake's bucket."
  value       = aws_s3_bucket.this["lake"].bucket
}

output "bucket_arn" {
  description = "ARN of the lake's bucket."
  value       = aws_s3_bucket.this["lake"].arn
}

output "publish_bucket" {
  description = "Name of the bucket that exports are published in."
  value       = aws_s3_bucket.this["publish"].bucket
}

output "publish_bucket_arn" {
  description = "ARN of that bucket."
  value       = aws_s3_bucket.this["publish"].arn
}

output "publish_domain_name" {
  description = "Regional domain name of that bucket, the distribution's origin."
  value       = aws_s3_bucket.this["publish"].bucket_regional_domain_name
}

output "logs_bucket_arn" {
  description = "ARN of the bucket of access logs."
  value       = aws_s3_bucket.this["logs"].arn
}
