mock_provider "aws" {
  source = "./tests/mocks"
}

override_resource {
  target = aws_s3_bucket.this["lake"]
  values = { arn = "arn:aws:s3:::lake" }
}
override_resource {
  target = aws_s3_bucket.this["publish"]
  values = { arn = "arn:aws:s3:::publish" }
}
override_resource {
  target = aws_s3_bucket.this["logs"]
  values = { arn = "arn:aws:s3:::logs" }
}

variables {
  name             = "tarn-test"
  account_id       = "111122223333"
  kms_key_arn      = "arn:aws:kms:us-east-1:111122223333:key/data"
  has_distribution = true
  distribution_arn = "arn:aws:cloudfront::111122223333:distribution/E1"
  receipt_days     = 45
}

run "buckets_are_closed_versioned_and_encrypted" {
  module {
    source = "./modules/lake"
  }

  assert {
    condition     = alltrue([for block in aws_s3_bucket_public_access_block.this : block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets]) && length(aws_s3_bucket_public_access_block.this) == 3
    error_message = "A bucket is open to the public."
  }
  assert {
    condition     = alltrue([for controls in aws_s3_bucket_ownership_controls.this : controls.rule[0].object_ownership == "BucketOwnerEnforced"])
    error_message = "A bucket has ACLs."
  }
  assert {
    condition     = alltrue([for versioning in aws_s3_bucket_versioning.this : versioning.versioning_configuration[0].status == "Enabled"])
    error_message = "A bucket has no versions."
  }
  assert {
    condition = alltrue([for name in ["lake", "publish"] : alltrue([for rule in aws_s3_bucket_server_side_encryption_configuration.this[name].rule :
      rule.bucket_key_enabled && one(rule.apply_server_side_encryption_by_default).sse_algorithm == "aws:kms" && one(rule.apply_server_side_encryption_by_default).kms_master_key_id == var.kms_key_arn
    ])])
    error_message = "Data is not encrypted with the key, or without the bucket's key."
  }
  assert {
    condition     = toset(keys(aws_s3_bucket_logging.this)) == toset(["lake", "publish"])
    error_message = "Who reads is not logged."
  }
  assert {
    condition     = alltrue([for name in ["lake", "publish"] : aws_s3_bucket_notification.this[name].eventbridge])
    error_message = "Rules for what is committed or published would see nothing."
  }
  assert {
    condition     = !anytrue([for bucket in aws_s3_bucket.this : bucket.force_destroy])
    error_message = "A destroy deletes data."
  }
}

run "policies_refuse_what_is_not_tls" {
  module {
    source = "./modules/lake"
  }

  assert {
    condition = alltrue([for policy in [aws_s3_bucket_policy.lake, aws_s3_bucket_policy.publish, aws_s3_bucket_policy.logs] :
      anytrue([for statement in jsondecode(policy.policy).Statement :
        statement.Effect == "Deny" && statement.Principal == "*" && statement.Action == "s3:*" && try(statement.Condition.Bool["aws:SecureTransport"], "") == "false" && length(statement.Resource) == 2
    ])])
    error_message = "A bucket takes requests without TLS."
  }
  assert {
    condition = alltrue(flatten([for policy in [aws_s3_bucket_policy.lake, aws_s3_bucket_policy.publish, aws_s3_bucket_policy.logs] :
      [for statement in jsondecode(policy.policy).Statement : statement.Effect == "Deny" || (statement.Principal != "*" && !strcontains(jsonencode(statement.Action), "*"))]
    ]))
    error_message = "A bucket's policy allows everyone, or every action."
  }
}

run "log_entries_cannot_be_overwritten" {
  module {
    source = "./modules/lake"
  }

  assert {
    condition = anytrue([for statement in jsondecode(aws_s3_bucket_policy.lake.policy).Statement :
      statement.Effect == "Deny" && statement.Resource == "arn:aws:s3:::lake/tables/*/_delta_log/*.json" && try(statement.Condition.Null["s3:if-none-match"], "") == "true" && statement.Action == "s3:PutObject"
    ])
    error_message = "A put without a condition may overwrite a commit."
  }
}

run "a_link_to_upload_to_is_of_no_use_after_an_hour" {
  module {
    source = "./modules/lake"
  }

  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.lake.policy).Statement : [statement.Effect, statement.Principal, statement.Action, statement.Resource] if try(statement.Condition.NumericGreaterThan["s3:signatureAge"], "") == "3600000"] == [
      ["Deny", "*", "s3:PutObject", "arn:aws:s3:::lake/uploads/*"]
    ]
    error_message = "Whoever gets hold of a link can put a file for as long as its signer let them."
  }
  assert {
    condition     = alltrue([for statement in jsondecode(aws_s3_bucket_policy.lake.policy).Statement : statement.Effect == "Deny"])
    error_message = "The lake's policy allows something by itself, such as to put without a link."
  }
}

run "the_distribution_reads_exports_alone" {
  module {
    source = "./modules/lake"
  }

  assert {
    condition = [for statement in jsondecode(aws_s3_bucket_policy.publish.policy).Statement : [statement.Action, statement.Resource, statement.Condition.StringEquals["AWS:SourceArn"]] if statement.Effect == "Allow"] == [
      ["s3:GetObject", "arn:aws:s3:::publish/exports/*", "arn:aws:cloudfront::111122223333:distribution/E1"]
    ]
    error_message = "More than exports, or by others than the distribution, can be read."
  }
}

run "only_receipts_queries_results_uploads_staging_and_leftovers_expire" {
  module {
    source = "./modules/lake"
  }

  assert {
    condition = { for rule in aws_s3_bucket_lifecycle_configuration.lake.rule : one(rule.filter).prefix => one(rule.expiration).days if try(one(rule.expiration).days, null) != null && try(one(rule.expiration).days, 0) > 0 } == {
      "receipts/" = 45
      "results/"  = 1
      "queries/"  = 7
      "uploads/"  = 7
    }
    error_message = "Something else than receipts, queries, large results and uploaded files expires in the lake."
  }
  assert {
    condition = { for rule in aws_s3_bucket_lifecycle_configuration.publish.rule : one(rule.filter).prefix => one(rule.expiration).days if try(one(rule.expiration).days, null) != null && try(one(rule.expiration).days, 0) > 0 } == {
      "staging/" = 7
      "athena/"  = 7
    }
    error_message = "Something else than staging and Athena's own files expires where exports are."
  }
  assert {
    condition = alltrue([for configuration in [aws_s3_bucket_lifecycle_configuration.lake, aws_s3_bucket_lifecycle_configuration.publish, aws_s3_bucket_lifecycle_configuration.logs] :
      anytrue([for rule in configuration.rule : length(rule.noncurrent_version_expiration) == 1 && length(rule.abort_incomplete_multipart_upload) == 1 && rule.status == "Enabled"])
    ])
    error_message = "Old versions or unfinished uploads stay for ever."
  }
}

run "pages_put_nothing_unless_one_was_named" {
  module {
    source = "./modules/lake"
  }

  assert {
    condition     = length(aws_s3_bucket_cors_configuration.lake) == 0
    error_message = "Pages may upload though none was named."
  }
}

run "pages_that_were_named_may_put_and_nothing_else" {
  module {
    source = "./modules/lake"
  }
  variables {
    cors_origins = ["https://console.example.com"]
  }

  assert {
    condition = [for rule in aws_s3_bucket_cors_configuration.lake[0].cors_rule : [rule.allowed_methods, rule.allowed_origins, rule.allowed_headers]] == [
      [toset(["PUT"]), toset(["https://console.example.com"]), toset(["content-type"])]
    ]
    error_message = "Other pages may upload, or these may read."
  }
}

run "without_a_distribution_nobody_reads" {
  module {
    source = "./modules/lake"
  }
  variables {
    has_distribution = false
    distribution_arn = null
  }

  assert {
    condition     = alltrue([for statement in jsondecode(aws_s3_bucket_policy.publish.policy).Statement : statement.Effect == "Deny"])
    error_message = "Exports can be read without a distribution."
  }
}

run "bad_variables_are_refused" {
  command = plan
  module {
    source = "./modules/lake"
  }
  variables {
    name            = "Tarn"
    account_id      = "1"
    receipt_days    = 6
    noncurrent_days = 0
    log_days        = 0.5
    cors_origins    = ["https://*.example.com"]
  }
  expect_failures = [var.name, var.account_id, var.receipt_days, var.noncurrent_days, var.log_days, var.cors_origins]
}
