locals {
  # Refuses, so that no other policy can allow it: action "s3:*" here takes everything away.
  tls_only = {
    for name, bucket in aws_s3_bucket.this : name => {
      Sid       = "TlsOnly"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [bucket.arn, "${bucket.arn}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }
  }

  old_tls = {
    for name, bucket in aws_s3_bucket.this : name => {
      Sid       = "Tls12OrLater"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [bucket.arn, "${bucket.arn}/*"]
      # A request that tells no version, as some of AWS's own services', does not count as old.
      Condition = { NumericLessThan = { "s3:TlsVersion" = "1.2" } }
    }
  }

  # A commit is one put-if-absent of a log entry. A put without the condition, by whatever program,
  # could overwrite a commit that was answered: S3 refuses it. Uploads in parts are let begin, since
  # only their completion can carry the condition.
  commits_once = {
    Sid       = "CommitsAreNeverOverwritten"
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:PutObject"
    Resource  = "${aws_s3_bucket.this["lake"].arn}/tables/*/_delta_log/*.json"
    Condition = {
      Null = { "s3:if-none-match" = "true" }
      Bool = { "s3:ObjectCreationOperation" = "true" }
    }
  }

  # A link to upload to is good for an hour, which whoever signs it says. The bucket holds all of them to it,
  # whoever signed them and for however long; requests that are no links are minutes old at most anyway.
  links_are_short = {
    Sid       = "LinksToUploadToAreShort"
    Effect    = "Deny"
    Principal = "*"
    Action    = "s3:PutObject"
    Resource  = "${aws_s3_bucket.this["lake"].arn}/uploads/*"
    Condition = { NumericGreaterThan = { "s3:signatureAge" = "3600000" } }
  }

  distribution_reads = var.has_distribution ? [{
    Sid       = "DistributionReadsExports"
    Effect    = "Allow"
    Principal = { Service = "cloudfront.amazonaws.com" }
    Action    = "s3:GetObject"
    Resource  = "${aws_s3_bucket.this["publish"].arn}/exports/*"
    Condition = { StringEquals = { "AWS:SourceArn" = var.distribution_arn } }
  }] : []
}

resource "aws_s3_bucket_policy" "lake" {
  bucket = aws_s3_bucket.this["lake"].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [local.tls_only["lake"], local.old_tls["lake"], local.commits_once, local.links_are_short]
  })

  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_policy" "publish" {
  bucket = aws_s3_bucket.this["publish"].id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat([local.tls_only["publish"], local.old_tls["publish"]], local.distribution_reads)
  })

  depends_on = [aws_s3_bucket_public_access_block.this]
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.this["logs"].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      local.tls_only["logs"],
      local.old_tls["logs"],
      {
        Sid       = "ServerAccessLogs"
        Effect    = "Allow"
        Principal = { Service = "logging.s3.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.this["logs"].arn}/s3/*"
        Condition = {
          StringEquals = { "aws:SourceAccount" = var.account_id }
          ArnLike      = { "aws:SourceArn" = [for name in local.data_buckets : aws_s3_bucket.this[name].arn] }
        }
      },
      {
        Sid       = "DistributionLogs"
        Effect    = "Allow"
        Principal = { Service = "delivery.logs.amazonaws.com" }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.this["logs"].arn}/cdn/*"
        Condition = {
          StringEquals = {
            "aws:SourceAccount" = var.account_id
            "s3:x-amz-acl"      = "bucket-owner-full-control"
          }
          ArnLike = { "aws:SourceArn" = "arn:aws:logs:us-east-1:${var.account_id}:delivery-source:*" }
        }
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.this]
}
