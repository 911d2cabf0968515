locals {
  routes = { for route in var.routes : route.operation => route }
  # Scopes of a Cognito pool carry the name of their resource server.
  scope_prefix = var.issuer == null ? "tarn/" : ""
  issuer       = var.issuer != null ? var.issuer : "https://${aws_cognito_user_pool.this[0].endpoint}"
  audiences    = var.issuer != null ? var.audiences : [aws_cognito_user_pool_client.machine[0].id]
}

resource "aws_apigatewayv2_api" "this" {
  name          = var.name
  description   = "POST records, query them with SQL"
  protocol_type = "HTTP"
  # With a domain of its own there is one way in.
  disable_execute_api_endpoint = var.domain != null

  dynamic "cors_configuration" {
    for_each = length(var.cors_origins) > 0 ? [1] : []
    content {
      allow_origins  = var.cors_origins
      allow_methods  = ["DELETE", "GET", "POST", "PUT"]
      allow_headers  = ["accept", "authorization", "content-encoding", "content-type", "idempotency-key", "if-match"]
      expose_headers = ["etag", "location", "ratelimit", "ratelimit-policy", "retry-after", "www-authenticate", "x-request-id", "x-tarn-replayed", "x-tarn-stats"]
      max_age        = 3600
    }
  }
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.this.id
  name             = "jwt"
  authorizer_type  = "JWT"
  identity_sources = ["$request.header.Authorization"]
  jwt_configuration {
    issuer   = local.issuer
    audience = local.audiences
  }
}

resource "aws_apigatewayv2_integration" "function" {
  for_each = var.functions

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_method     = "POST"
  integration_uri        = each.value.alias_invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = 30000
}

resource "aws_lambda_permission" "api" {
  for_each = var.functions

  statement_id  = "api"
  action        = "lambda:InvokeFunction"
  function_name = each.value.name
  qualifier     = each.value.alias
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*/*"
}

resource "aws_apigatewayv2_route" "operation" {
  for_each = local.routes

  api_id               = aws_apigatewayv2_api.this.id
  operation_name       = each.key
  route_key            = each.value.route
  target               = "integrations/${each.value.queue == null ? aws_apigatewayv2_integration.function[each.value.function].id : aws_apigatewayv2_integration.queue[each.value.queue].id}"
  authorization_type   = each.value.scope == null ? "NONE" : "JWT"
  authorizer_id        = each.value.scope == null ? null : aws_apigatewayv2_authorizer.jwt.id
  authorization_scopes = each.value.scope == null ? null : ["${local.scope_prefix}${each.value.scope}"]
}

resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}"
  retention_in_days = var.log_days
  kms_key_id        = var.kms_key_arn
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    # Who asked (the token's subject), for what, and what came of it; no token, no body, no query.
    format = jsonencode({
      time        = "$context.requestTimeEpoch"
      requestId   = "$context.requestId"
      route       = "$context.routeKey"
      path        = "$context.path"
      status      = "$context.status"
      bytes       = "$context.responseLength"
      latency     = "$context.responseLatency"
      integration = "$context.integrationLatency"
      address     = "$context.identity.sourceIp"
      agent       = "$context.identity.userAgent"
      subject     = "$context.authorizer.claims.sub"
      client      = "$context.authorizer.claims.client_id"
      refused     = "$context.authorizer.error"
      error       = "$context.error.message"
      fault       = "$context.integrationErrorMessage"
    })
  }

  default_route_settings {
    detailed_metrics_enabled = true
    throttling_rate_limit    = var.throttles["open"].rate
    throttling_burst_limit   = var.throttles["open"].burst
  }

  dynamic "route_settings" {
    for_each = local.routes
    content {
      route_key                = route_settings.value.route
      detailed_metrics_enabled = true
      throttling_rate_limit    = var.throttles[route_settings.value.scope == null ? "open" : route_settings.value.function].rate
      throttling_burst_limit   = var.throttles[route_settings.value.scope == null ? "open" : route_settings.value.function].burst
    }
  }

  # Settings of a route that is not there yet are refused.
  depends_on = [aws_apigatewayv2_route.operation]
}

resource "aws_apigatewayv2_domain_name" "this" {
  count = var.domain == null ? 0 : 1

  domain_name = var.domain.name
  domain_name_configuration {
    certificate_arn = var.domain.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  count = var.domain == null ? 0 : 1

  api_id      = aws_apigatewayv2_api.this.id
  domain_name = aws_apigatewayv2_domain_name.this[0].id
  stage       = aws_apigatewayv2_stage.default.id
}
