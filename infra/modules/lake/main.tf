# Three buckets: the lake itself, what is published of it, and who read either. They share every
# guard below; what differs is in this map.
locals {
  buckets = {
    lake    = { suffix = "lake", encrypted_by_key = true }
    publish = { suffix = "publish", encrypted_by_key = true }
    # S3 delivers server access logs only to buckets encrypted with its own keys.
    logs = { suffix = "logs", encrypted_by_key = false }
  }
  data_buckets = toset(["lake", "publish"])
}

resource "aws_s3_bucket" "this" {
  for_each = local.buckets

  bucket        = "${var.name}-${each.value.suffix}-${var.account_id}"
  force_destroy = var.destroyable
}

resource "aws_s3_bucket_ownership_controls" "this" {
  for_each = local.buckets

  bucket = aws_s3_bucket.this[each.key].id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_public_access_block" "this" {
  for_each = local.buckets

  bucket                  = aws_s3_bucket.this[each.key].id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "this" {
  for_each = local.buckets

  bucket = aws_s3_bucket.this[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "this" {
  for_each = local.buckets

  bucket = aws_s3_bucket.this[each.key].id
  rule {
    # One data key per bucket and while, instead of a call to KMS per object: a query opens many.
    bucket_key_enabled = each.value.encrypted_by_key
    apply_server_side_encryption_by_default {
      sse_algorithm     = each.value.encrypted_by_key ? "aws:kms" : "AES256"
      kms_master_key_id = each.value.encrypted_by_key ? var.kms_key_arn : null
    }
  }
}

resource "aws_s3_bucket_logging" "this" {
  for_each = local.data_buckets

  bucket        = aws_s3_bucket.this[each.key].id
  target_bucket = aws_s3_bucket.this["logs"].id
  target_prefix = "s3/${each.key}/"

  # S3 refuses a target that does not let it write yet.
  depends_on = [aws_s3_bucket_policy.logs]
}

# Of Tarn itself only the rule of uploads listens, in modules/queue. Rules for what is committed or published
# need no change of the buckets.
resource "aws_s3_bucket_notification" "this" {
  for_each = local.data_buckets

  bucket      = aws_s3_bucket.this[each.key].id
  eventbridge = true
}

# A page that was given a link to upload to puts the file there itself. Without a link S3 refuses it,
# whatever this says.
resource "aws_s3_bucket_cors_configuration" "lake" {
  count = length(var.cors_origins) > 0 ? 1 : 0

  bucket = aws_s3_bucket.this["lake"].id
  cors_rule {
    allowed_methods = ["PUT"]
    allowed_origins = var.cors_origins
    # Browsers name the file's type by themselves; the link signs none.
    allowed_headers = ["content-type"]
    max_age_seconds = 3600
  }
}
