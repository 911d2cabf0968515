# A pool for those who have no issuer: one client for machines, which gets tokens for its id and
# secret. No person signs up.
resource "aws_cognito_user_pool" "this" {
  count = var.issuer == null ? 1 : 0

  name                = var.name
  deletion_protection = "ACTIVE"
  admin_create_user_config {
    allow_admin_create_user_only = true
  }
}

resource "aws_cognito_resource_server" "this" {
  count = var.issuer == null ? 1 : 0

  user_pool_id = aws_cognito_user_pool.this[0].id
  identifier   = "tarn"
  name         = "Tarn"

  dynamic "scope" {
    for_each = toset([for route in var.routes : route.scope if route.scope != null])
    content {
      scope_name        = scope.value
      scope_description = "Operations that need ${scope.value}"
    }
  }
}

resource "aws_cognito_user_pool_domain" "this" {
  count = var.issuer == null ? 1 : 0

  user_pool_id = aws_cognito_user_pool.this[0].id
  domain       = var.pool_domain
}

resource "aws_cognito_user_pool_client" "machine" {
  count = var.issuer == null ? 1 : 0

  name                                 = "${var.name}-machine"
  user_pool_id                         = aws_cognito_user_pool.this[0].id
  generate_secret                      = true
  allowed_oauth_flows                  = ["client_credentials"]
  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_scopes                 = [for scope in aws_cognito_resource_server.this[0].scope : "tarn/${scope.scope_name}"]
  access_token_validity                = 60
  token_validity_units {
    access_token = "minutes"
  }
}
