mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name        = "tarn-test"
  kms_key_arn = "arn:aws:kms:us-east-1:111122223333:key/data"
  issuer      = "https://login.example.com/"
  audiences   = ["tarn"]
  routes = [
    { operation = "postRecords", route = "POST /v1/datasets/{dataset}/records", function = "ingest", scope = "ingest" },
    { operation = "postEvents", route = "POST /v1/datasets/{dataset}/events", function = "ingest", scope = "ingest", queue = "ingest" },
    { operation = "postQuery", route = "POST /v1/query", function = "query", scope = "query" },
    { operation = "getHealth", route = "GET /v1/health", function = "query" },
  ]
  queues = { ingest = { url = "https://sqs.us-east-1.amazonaws.com/111122223333/ingest", arn = "arn:aws:sqs:us-east-1:111122223333:ingest" } }
  functions = {
    ingest = { name = "tarn-test-ingest", alias = "live", alias_invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/ingest" }
    query  = { name = "tarn-test-query", alias = "live", alias_invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/query" }
  }
  throttles = {
    ingest = { rate = 200, burst = 400 }
    query  = { rate = 50, burst = 100 }
    open   = { rate = 5, burst = 10 }
  }
}

run "a_route_per_operation_with_its_scope_and_function" {
  module {
    source = "./modules/api"
  }

  assert {
    condition = { for operation, route in aws_apigatewayv2_route.operation : operation => route.route_key } == {
      postRecords = "POST /v1/datasets/{dataset}/records"
      postEvents  = "POST /v1/datasets/{dataset}/events"
      postQuery   = "POST /v1/query"
      getHealth   = "GET /v1/health"
    }
    error_message = "Routes are not those listed."
  }
  assert {
    condition     = aws_apigatewayv2_route.operation["postRecords"].authorization_scopes == toset(["ingest"]) && aws_apigatewayv2_route.operation["postQuery"].authorization_scopes == toset(["query"])
    error_message = "A route asks for another scope than its own."
  }
  assert {
    condition     = [for operation, route in aws_apigatewayv2_route.operation : operation if route.authorization_type != "JWT"] == ["getHealth"]
    error_message = "Something else than health is open."
  }
  assert {
    condition     = aws_apigatewayv2_route.operation["postRecords"].target == "integrations/${aws_apigatewayv2_integration.function["ingest"].id}" && aws_apigatewayv2_integration.function["ingest"].integration_uri == var.functions.ingest.alias_invoke_arn
    error_message = "A route leads to another function."
  }
  assert {
    condition     = alltrue([for integration in aws_apigatewayv2_integration.function : integration.payload_format_version == "2.0"])
    error_message = "The functions read events of version 2.0."
  }
  assert {
    condition     = alltrue([for permission in aws_lambda_permission.api : permission.qualifier == "live" && permission.principal == "apigateway.amazonaws.com" && startswith(permission.source_arn, aws_apigatewayv2_api.this.execution_arn)])
    error_message = "Another API, or another version than live, may be called."
  }
}

run "events_go_onto_their_queue_without_a_function" {
  module {
    source = "./modules/api"
  }

  assert {
    condition     = aws_apigatewayv2_route.operation["postEvents"].target == "integrations/${aws_apigatewayv2_integration.queue["ingest"].id}" && aws_apigatewayv2_route.operation["postEvents"].authorization_scopes == toset(["ingest"])
    error_message = "Events go elsewhere, or without a token."
  }
  assert {
    condition     = aws_apigatewayv2_integration.queue["ingest"].integration_subtype == "SQS-SendMessage" && aws_apigatewayv2_integration.queue["ingest"].request_parameters.QueueUrl == var.queues.ingest.url && aws_apigatewayv2_integration.queue["ingest"].request_parameters.MessageBody == "$request.body"
    error_message = "A message is another than the request's body, or goes onto another queue."
  }
  assert {
    condition     = jsondecode(aws_apigatewayv2_integration.queue["ingest"].request_parameters.MessageAttributes).dataset.StringValue == "$${request.path.dataset}"
    error_message = "A message does not say which dataset it is for."
  }
  assert {
    condition = join(",", keys(jsondecode(aws_apigatewayv2_integration.queue["ingest"].request_parameters.MessageAttributes))) == "access,dataset,writer" && alltrue([
      for name in ["access", "writer"] : jsondecode(aws_apigatewayv2_integration.queue["ingest"].request_parameters.MessageAttributes)[name].StringValue == "datasets $${context.authorizer.claims.datasets}"
    ])
    error_message = "A message does not say, before and after the path, what its sender is granted."
  }
  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.queue["ingest"].policy).Statement : statement.Resource if contains(statement.Action, "sqs:SendMessage")] == [var.queues.ingest.arn]
    error_message = "API Gateway may send to other queues."
  }
}

run "tokens_are_of_the_issuer_and_for_the_audience" {
  module {
    source = "./modules/api"
  }

  assert {
    condition     = aws_apigatewayv2_authorizer.jwt.jwt_configuration[0].issuer == "https://login.example.com/" && aws_apigatewayv2_authorizer.jwt.jwt_configuration[0].audience == toset(["tarn"])
    error_message = "Tokens of others are accepted."
  }
  assert {
    condition     = length(aws_cognito_user_pool.this) == 0
    error_message = "A pool is made though there is an issuer."
  }
}

run "routes_are_throttled_and_logged" {
  module {
    source = "./modules/api"
  }

  assert {
    condition = { for settings in aws_apigatewayv2_stage.default.route_settings : settings.route_key => settings.throttling_rate_limit } == {
      "POST /v1/datasets/{dataset}/records" = 200
      "POST /v1/datasets/{dataset}/events"  = 200
      "POST /v1/query"                      = 50
      "GET /v1/health"                      = 5
    }
    error_message = "A route has another throttle than its own."
  }
  assert {
    condition     = jsondecode(aws_apigatewayv2_stage.default.access_log_settings[0].format).requestId == "$context.requestId" && aws_cloudwatch_log_group.access.kms_key_id == var.kms_key_arn
    error_message = "Accesses are not logged with their ids, or in the clear."
  }
  assert {
    condition     = length(aws_apigatewayv2_api.this.cors_configuration) == 0
    error_message = "Pages may call though none was named."
  }
}

run "pages_may_read_the_headers_that_answers_have" {
  module {
    source = "./modules/api"
  }
  variables {
    cors_origins = ["https://console.example.com"]
  }

  assert {
    condition     = aws_apigatewayv2_api.this.cors_configuration[0].expose_headers == toset(["etag", "location", "ratelimit", "ratelimit-policy", "retry-after", "www-authenticate", "x-request-id", "x-tarn-replayed", "x-tarn-stats"])
    error_message = "Pages cannot read a header of the API."
  }
  assert {
    condition     = aws_apigatewayv2_api.this.cors_configuration[0].allow_origins == toset(["https://console.example.com"]) && !coalesce(aws_apigatewayv2_api.this.cors_configuration[0].allow_credentials, false)
    error_message = "Other pages may call."
  }
}

run "without_an_issuer_a_pool_is_made" {
  module {
    source = "./modules/api"
  }
  variables {
    issuer      = null
    audiences   = []
    pool_domain = "tarn-test-111122223333"
  }

  assert {
    condition     = toset([for scope in aws_cognito_resource_server.this[0].scope : scope.scope_name]) == toset(["ingest", "query"])
    error_message = "The pool does not know the routes' scopes."
  }
  assert {
    condition     = aws_apigatewayv2_route.operation["postQuery"].authorization_scopes == toset(["tarn/query"])
    error_message = "The route does not ask for the scope as the pool names it."
  }
  assert {
    condition     = aws_cognito_user_pool_client.machine[0].allowed_oauth_flows == toset(["client_credentials"]) && aws_cognito_user_pool.this[0].admin_create_user_config[0].allow_admin_create_user_only
    error_message = "People may sign up."
  }
}

run "a_domain_is_the_only_way_in" {
  module {
    source = "./modules/api"
  }
  variables {
    domain = { name = "api.example.com", certificate_arn = "arn:aws:acm:us-east-1:111122223333:certificate/1" }
  }

  assert {
    condition     = aws_apigatewayv2_api.this.disable_execute_api_endpoint && aws_apigatewayv2_domain_name.this[0].domain_name_configuration[0].security_policy == "TLS_1_2" && output.url == "https://api.example.com"
    error_message = "There is another way in than the domain, or one with an old TLS."
  }
}

run "an_open_route_that_is_not_health_is_refused" {
  command = plan
  module {
    source = "./modules/api"
  }
  variables {
    routes = [{ operation = "postQuery", route = "POST /v1/query", function = "query" }]
  }
  expect_failures = [var.routes]
}

run "bad_variables_are_refused" {
  command = plan
  module {
    source = "./modules/api"
  }
  variables {
    issuer       = "http://login.example.com/"
    cors_origins = ["*"]
    throttles    = { ingest = { rate = 0, burst = 1 }, query = { rate = 1, burst = 1 } }
  }
  expect_failures = [var.issuer, var.cors_origins, var.throttles]
}

run "an_issuer_without_audience_is_refused" {
  command = plan
  module {
    source = "./modules/api"
  }
  variables {
    audiences = []
  }
  expect_failures = [var.audiences]
}

run "no_issuer_and_no_pool_is_refused" {
  command = plan
  module {
    source = "./modules/api"
  }
  variables {
    issuer    = null
    audiences = []
  }
  expect_failures = [var.pool_domain]
}
