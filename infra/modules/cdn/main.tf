locals {
  # Objects carry no Cache-Control: what may be kept for how long is said here, as ./tarn up does.
  # latest.json is replaced with each export; a manifest and its parts never change.
  kinds = {
    latest    = { seconds = 60, header = "public, max-age=60" }
    immutable = { seconds = 31536000, header = "public, max-age=31536000, immutable" }
  }
  key_groups = length(var.signers) > 0 ? [aws_cloudfront_key_group.signers[0].id] : []
}

resource "aws_cloudfront_origin_access_control" "bucket" {
  name                              = var.name
  description                       = "Signs requests to the bucket of exports"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_cache_policy" "kind" {
  for_each = local.kinds

  name        = "${var.name}-${each.key}"
  comment     = "What is published, ${each.key}"
  min_ttl     = 0
  default_ttl = each.value.seconds
  max_ttl     = each.value.seconds
  parameters_in_cache_key_and_forwarded_to_origin {
    # Parts are compressed already, and are compared with the manifest byte for byte.
    enable_accept_encoding_brotli = false
    enable_accept_encoding_gzip   = false
    cookies_config {
      cookie_behavior = "none"
    }
    headers_config {
      header_behavior = "none"
    }
    query_strings_config {
      query_string_behavior = "none"
    }
  }
}

resource "aws_cloudfront_response_headers_policy" "kind" {
  for_each = local.kinds

  name    = "${var.name}-${each.key}"
  comment = "What is published, ${each.key}"

  custom_headers_config {
    items {
      header   = "Cache-Control"
      value    = each.value.header
      override = true
    }
  }

  security_headers_config {
    content_type_options {
      override = true
    }
    content_security_policy {
      content_security_policy = "default-src 'none'; frame-ancestors 'none'"
      override                = true
    }
    frame_options {
      frame_option = "DENY"
      override     = true
    }
    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }
    strict_transport_security {
      access_control_max_age_sec = 63072000
      include_subdomains         = true
      override                   = true
    }
  }

  dynamic "cors_config" {
    for_each = length(var.cors_origins) > 0 ? [1] : []
    content {
      access_control_allow_credentials = false
      origin_override                  = true
      access_control_max_age_sec       = 3600
      access_control_allow_headers {
        items = ["range"]
      }
      access_control_allow_methods {
        items = ["GET", "HEAD"]
      }
      access_control_allow_origins {
        items = var.cors_origins
      }
      access_control_expose_headers {
        items = ["content-range", "etag"]
      }
    }
  }
}

resource "aws_cloudfront_public_key" "signer" {
  for_each = var.signers

  name        = "${var.name}-${each.key}"
  encoded_key = each.value
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_key_group" "signers" {
  count = length(var.signers) > 0 ? 1 : 0

  name  = var.name
  items = [for key in aws_cloudfront_public_key.signer : key.id]
}

resource "aws_cloudfront_distribution" "this" {
  comment         = "Exports of ${var.name}"
  enabled         = true
  http_version    = "http2and3"
  is_ipv6_enabled = true
  price_class     = var.price_class
  aliases         = var.domain == null ? [] : [var.domain.name]
  web_acl_id      = var.firewall ? aws_wafv2_web_acl.this[0].arn : null

  origin {
    origin_id                = "publish"
    domain_name              = var.bucket_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.bucket.id
  }

  ordered_cache_behavior {
    path_pattern               = "exports/*/latest.json"
    target_origin_id           = "publish"
    viewer_protocol_policy     = "https-only"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = false
    cache_policy_id            = aws_cloudfront_cache_policy.kind["latest"].id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.kind["latest"].id
    trusted_key_groups         = local.key_groups
  }

  # The bucket's policy lets exports/* alone be read, so that everything else is refused there.
  default_cache_behavior {
    target_origin_id           = "publish"
    viewer_protocol_policy     = "https-only"
    allowed_methods            = ["GET", "HEAD"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = false
    cache_policy_id            = aws_cloudfront_cache_policy.kind["immutable"].id
    response_headers_policy_id = aws_cloudfront_response_headers_policy.kind["immutable"].id
    trusted_key_groups         = local.key_groups
  }

  # S3 answers 403 for what is not there, since CloudFront may not list. What is asked for a moment
  # before it is published must not stay away for long.
  dynamic "custom_error_response" {
    for_each = toset([403, 404])
    content {
      error_code            = custom_error_response.value
      error_caching_min_ttl = 5
    }
  }

  viewer_certificate {
    acm_certificate_arn            = var.domain == null ? null : var.domain.certificate_arn
    cloudfront_default_certificate = var.domain == null
    # CloudFront's own certificate comes with a policy that this cannot change.
    minimum_protocol_version = var.domain == null ? "TLSv1" : "TLSv1.2_2021"
    ssl_support_method       = var.domain == null ? null : "sni-only"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}

resource "aws_cloudwatch_log_delivery_source" "access" {
  name         = "${var.name}-cdn"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn
}

resource "aws_cloudwatch_log_delivery_destination" "access" {
  name          = "${var.name}-cdn"
  output_format = "json"
  delivery_destination_configuration {
    destination_resource_arn = "${var.logs_bucket_arn}/cdn"
  }
}

resource "aws_cloudwatch_log_delivery" "access" {
  delivery_source_name     = aws_cloudwatch_log_delivery_source.access.name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.access.arn
}
