# What S3 deletes by itself. Objects below tables/, jobs/, schedules/ and exports/ never expire here:
# only the export function knows which of them a kept version needs.
#
# What is deleted is a version yet, for noncurrent_days: an uploaded file is paid for as long as that too.
resource "aws_s3_bucket_lifecycle_configuration" "lake" {
  bucket = aws_s3_bucket.this["lake"].id

  rule {
    id     = "receipts"
    status = "Enabled"
    filter {
      prefix = "receipts/"
    }
    expiration {
      days = var.receipt_days
    }
  }

  # Results too large for an answer, each of which has been linked to for minutes.
  rule {
    id     = "results"
    status = "Enabled"
    filter {
      prefix = "results/"
    }
    expiration {
      days = 1
    }
  }

  # Uploaded files, whose records are in tables by then, or which nobody took: longer than the message
  # that tells of a file is in its queue.
  rule {
    id     = "uploads"
    status = "Enabled"
    filter {
      prefix = "uploads/"
    }
    expiration {
      days = 7
    }
  }

  # What Athena was asked, and its results.
  rule {
    id     = "queries"
    status = "Enabled"
    filter {
      prefix = "queries/"
    }
    expiration {
      days = 7
    }
  }

  rule {
    id     = "leftovers"
    status = "Enabled"
    filter {}
    # Only markers with no version behind them; it deletes no data.
    expiration {
      expired_object_delete_marker = true
    }
    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "publish" {
  bucket = aws_s3_bucket.this["publish"].id

  rule {
    id     = "staging"
    status = "Enabled"
    filter {
      prefix = "staging/"
    }
    expiration {
      days = 7
    }
  }

  # Athena's own files about its queries.
  rule {
    id     = "athena"
    status = "Enabled"
    filter {
      prefix = "athena/"
    }
    expiration {
      days = 7
    }
  }

  rule {
    id     = "leftovers"
    status = "Enabled"
    filter {}
    expiration {
      expired_object_delete_marker = true
    }
    noncurrent_version_expiration {
      noncurrent_days = var.noncurrent_days
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.this["logs"].id

  rule {
    id     = "logs"
    status = "Enabled"
    filter {}
    expiration {
      days = var.log_days
    }
    noncurrent_version_expiration {
      noncurrent_days = 1
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }
  }

  depends_on = [aws_s3_bucket_versioning.this]
}
