data "aws_caller_identity" "current" {}

locals {
  name       = "tarn-${var.environment}"
  account_id = data.aws_caller_identity.current.account_id
  routes     = jsondecode(file("${path.module}/routes.json"))
  throttles  = merge(jsondecode(file("${path.module}/throttles.json")), var.throttles)
}

module "lake" {
  source = "./modules/lake"

  name             = local.name
  account_id       = local.account_id
  kms_key_arn      = aws_kms_key.data.arn
  has_distribution = true
  distribution_arn = module.cdn.arn
  receipt_days     = var.log_retention_days
  noncurrent_days  = var.noncurrent_days
  cors_origins     = var.cors_origins
  destroyable      = var.destroyable
}

module "queue" {
  source = "./modules/queue"

  name                       = local.name
  kms_key_arn                = aws_kms_key.data.arn
  ingest_visibility_seconds  = local.functions.ingest.timeout_seconds + var.ingest.window_seconds + 30
  uploads_visibility_seconds = local.functions.ingest.timeout_seconds + 30
  uploads_bucket             = module.lake.bucket
}

module "api" {
  source = "./modules/api"

  name         = local.name
  routes       = local.routes
  functions    = module.function
  queues       = { ingest = { url = module.queue.ingest_url, arn = module.queue.ingest_arn } }
  issuer       = var.issuer
  audiences    = var.audiences
  pool_domain  = "${local.name}-${local.account_id}"
  throttles    = local.throttles
  cors_origins = var.cors_origins
  domain       = var.api_domain
  log_days     = var.log_days
  kms_key_arn  = aws_kms_key.data.arn

  depends_on = [aws_kms_key_policy.data]
}

module "schedule" {
  source = "./modules/schedule"

  name             = local.name
  account_id       = local.account_id
  tasks            = jsondecode(file("${path.module}/timetable.json"))
  target_arn       = module.function["export"].alias_arn
  dead_letters_arn = module.queue.dead_events_arn
  kms_key_arn      = aws_kms_key.data.arn
  enabled          = var.clock_enabled
}

module "cdn" {
  source = "./modules/cdn"

  name               = local.name
  bucket_domain_name = module.lake.publish_domain_name
  logs_bucket_arn    = module.lake.logs_bucket_arn
  signers            = var.signers
  domain             = var.exports_domain
  firewall           = var.firewall
  cors_origins       = var.cors_origins
}

module "catalog" {
  source = "./modules/catalog"
  count  = var.athena == null ? 0 : 1

  name           = local.name
  bucket         = module.lake.bucket
  results_bucket = module.lake.publish_bucket
  kms_key_arn    = aws_kms_key.data.arn
  datasets       = var.athena.datasets
  most_bytes     = var.athena.most_bytes
}

module "observe" {
  source = "./modules/observe"

  name        = local.name
  account_id  = local.account_id
  kms_key_arn = aws_kms_key.data.arn
  emails      = var.alarm_emails
  functions = {
    for label, function in local.functions : label => {
      name            = module.function[label].name
      timeout_seconds = function.timeout_seconds
      duration_share  = function.duration_share
      log_group       = module.function[label].log_group
    }
  }
  api_id           = module.api.id
  has_distribution = true
  distribution_id  = module.cdn.id
  queue_names      = { jobs = module.queue.name, ingest = module.queue.ingest_name, uploads = module.queue.uploads_name }
  dead_queue_names = module.queue.dead_names
  rule_names       = { uploads = module.queue.uploads_rule_name }
  schedule_group   = module.schedule.group
  clock_enabled    = var.clock_enabled
  thresholds       = merge(var.thresholds, { dollars = var.monthly_dollars })
}

module "budget" {
  source = "./modules/budget"

  name      = local.name
  dollars   = var.monthly_dollars
  topic_arn = module.observe.topic_arn
}
