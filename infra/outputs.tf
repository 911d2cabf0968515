output "api_url" {
  description = "Where the API is."
  value       = module.api.url
}

output "exports_url" {
  description = "Where exports are served."
  value       = module.cdn.url
}

output "api_domain_target" {
  description = "What DNS points the API's domain to; null without one."
  value       = module.api.domain_target
}

output "exports_domain_target" {
  description = "What DNS points the domain of exports to."
  value       = module.cdn.domain_target
}

output "token_url" {
  description = "Where the Cognito pool gives tokens; null with an issuer of one's own."
  value       = module.api.token_url
}

output "lake_bucket" {
  description = "Name of the lake's bucket."
  value       = module.lake.bucket
}

output "publish_bucket" {
  description = "Name of the bucket of exports."
  value       = module.lake.publish_bucket
}

output "functions" {
  description = "Names of the functions by label: what deploys update."
  value       = { for label, function in module.function : label => function.name }
}

output "versions" {
  description = "The versions that the last change of configuration published, by function. A deploy points live to them."
  value       = { for label, function in module.function : label => function.version }
}

output "alarms" {
  description = "Names of the alarms: what deploys watch."
  value       = module.observe.alarm_names
}

output "dashboard" {
  description = "Name of the dashboard."
  value       = module.observe.dashboard
}
