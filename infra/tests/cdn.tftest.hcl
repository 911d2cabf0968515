mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name               = "tarn-test"
  bucket_domain_name = "publish.s3.us-east-1.amazonaws.com"
  logs_bucket_arn    = "arn:aws:s3:::logs"
}

run "exports_are_served_over_https_from_a_signed_origin" {
  module {
    source = "./modules/cdn"
  }

  assert {
    condition     = aws_cloudfront_distribution.this.default_cache_behavior[0].viewer_protocol_policy == "https-only" && alltrue([for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : behavior.viewer_protocol_policy == "https-only"])
    error_message = "Something is served without TLS."
  }
  assert {
    condition     = aws_cloudfront_origin_access_control.bucket.signing_behavior == "always" && one(aws_cloudfront_distribution.this.origin).origin_access_control_id == aws_cloudfront_origin_access_control.bucket.id
    error_message = "Requests to the bucket are not signed."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.http_version == "http2and3" && aws_cloudfront_distribution.this.is_ipv6_enabled
    error_message = "HTTP/3 or IPv6 is missing."
  }
  assert {
    condition     = aws_cloudwatch_log_delivery_source.access.resource_arn == aws_cloudfront_distribution.this.arn
    error_message = "Accesses are not logged."
  }
}

run "latest_is_kept_for_a_minute_and_parts_for_a_year" {
  module {
    source = "./modules/cdn"
  }

  assert {
    condition     = { for kind, policy in aws_cloudfront_cache_policy.kind : kind => policy.max_ttl } == { latest = 60, immutable = 31536000 }
    error_message = "What changes is kept for long, or what does not is not."
  }
  assert {
    condition = { for kind, policy in aws_cloudfront_response_headers_policy.kind : kind => one(policy.custom_headers_config[0].items).value } == {
      latest    = "public, max-age=60"
      immutable = "public, max-age=31536000, immutable"
    }
    error_message = "Cache-Control is not what docs/reference/exports.md says."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.ordered_cache_behavior[0].path_pattern == "exports/*/latest.json" && aws_cloudfront_distribution.this.ordered_cache_behavior[0].cache_policy_id == aws_cloudfront_cache_policy.kind["latest"].id
    error_message = "latest.json is served as if it never changed."
  }
  assert {
    condition     = alltrue([for policy in aws_cloudfront_response_headers_policy.kind : policy.security_headers_config[0].strict_transport_security[0].access_control_max_age_sec >= 31536000 && policy.security_headers_config[0].content_type_options[0].override])
    error_message = "Security headers are missing."
  }
}

run "with_signers_every_path_needs_a_signature" {
  module {
    source = "./modules/cdn"
  }
  variables {
    signers = { partner = "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n" }
  }

  assert {
    condition = alltrue([for groups in concat(
      [aws_cloudfront_distribution.this.default_cache_behavior[0].trusted_key_groups],
      [for behavior in aws_cloudfront_distribution.this.ordered_cache_behavior : behavior.trusted_key_groups],
    ) : contains(groups, aws_cloudfront_key_group.signers[0].id)])
    error_message = "A path is served without a signature."
  }
}

run "a_domain_brings_tls_1_2_and_the_firewall_stands_before_it" {
  module {
    source = "./modules/cdn"
  }
  variables {
    domain   = { name = "exports.example.com", certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/1" }
    firewall = true
  }

  assert {
    condition     = aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021" && output.url == "https://exports.example.com/"
    error_message = "The domain takes an old TLS."
  }
  assert {
    condition     = aws_cloudfront_distribution.this.web_acl_id == aws_wafv2_web_acl.this[0].arn && length(jsondecode(aws_wafv2_web_acl.this[0].rule_json)) == 2
    error_message = "The firewall does not stand before the distribution."
  }
}

run "bad_variables_are_refused" {
  command = plan
  module {
    source = "./modules/cdn"
  }
  variables {
    signers              = { partner = "-----BEGIN PRIVATE KEY-----" }
    domain               = { name = "exports.example.com", certificate_arn = "arn:aws:acm:eu-west-1:111122223333:certificate/1" }
    requests_per_address = 10
    price_class          = "cheap"
  }
  expect_failures = [var.signers, var.domain, var.requests_per_address, var.price_class]
}
