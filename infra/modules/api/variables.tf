variable "name" {
  description = "The API's name, such as tarn-dev."
  type        = string
}

variable "routes" {
  description = "The API's operations: API Gateway's key of the route, the function that serves it, the scope a caller's token needs (null: open to all), and the queue that requests are put onto for the function (null: it is called)."
  type = list(object({
    operation = string
    route     = string
    function  = string
    scope     = optional(string)
    queue     = optional(string)
  }))
  validation {
    condition     = alltrue([for route in var.routes : can(regex("^(GET|PUT|POST|DELETE) /v1(/([a-z]+|\\{[a-zA-Z]+\\}))+$", route.route))])
    error_message = "A route is a method, a space and a path below /v1, such as 'GET /v1/datasets/{dataset}'."
  }
  validation {
    condition     = length(distinct(var.routes[*].route)) == length(var.routes)
    error_message = "Each route is listed once."
  }
  validation {
    condition     = alltrue([for route in var.routes : route.scope != null || strcontains(route.route, "/v1/health")])
    error_message = "Only the health routes are open to all."
  }
}

variable "queues" {
  description = "The queues that routes put requests onto, by the name that routes give them."
  type        = map(object({ url = string, arn = string }))
  default     = {}
  validation {
    condition     = alltrue([for route in var.routes : route.queue == null || contains(keys(var.queues), coalesce(route.queue, "-"))])
    error_message = "Each queue that a route names is there."
  }
}

variable "functions" {
  description = "The functions that serve routes, by the name that routes give them."
  type = map(object({
    name             = string
    alias            = string
    alias_invoke_arn = string
  }))
}

variable "issuer" {
  description = "URL of the OIDC issuer whose tokens are accepted, as in their iss claim; null to make a Cognito user pool."
  type        = string
  default     = null
  validation {
    condition     = var.issuer == null || can(regex("^https://[^\\s?#]+$", var.issuer))
    error_message = "issuer is an https URL without query."
  }
}

variable "audiences" {
  description = "Audiences of accepted tokens (aud, or client_id if a token has none). With the pool of its own: not needed."
  type        = list(string)
  default     = []
  validation {
    condition     = var.issuer == null || length(var.audiences) > 0
    error_message = "An issuer needs audiences, or tokens for anyone's service would be accepted."
  }
}

variable "throttles" {
  description = "Requests a second and at once that each route of a function takes; open for the routes without a token."
  type        = map(object({ rate = number, burst = number }))
  validation {
    condition     = alltrue([for throttle in values(var.throttles) : throttle.rate >= 1 && throttle.burst >= 1])
    error_message = "A throttle's rate and burst are at least 1."
  }
  validation {
    condition     = contains(keys(var.throttles), "open")
    error_message = "throttles has an entry 'open' for the routes without a token."
  }
}

variable "cors_origins" {
  description = "Origins whose pages may call the API; none by default."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https://[a-z0-9.:-]+$", origin)) || can(regex("^http://(localhost|127\\.0\\.0\\.1)(:[0-9]+)?$", origin))])
    error_message = "An origin is https://host, or http://localhost for work on a page; never *."
  }
}

variable "domain" {
  description = "A domain name of one's own, with the ARN of its certificate in this region; null for API Gateway's."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "log_days" {
  description = "For how many days access logs are kept."
  type        = number
  default     = 30
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_days)
    error_message = "log_days is one of the periods that CloudWatch Logs has: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, ..."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that access logs and queues are encrypted with."
  type        = string
}

variable "pool_domain" {
  description = "Prefix of the address at which the Cognito pool gives tokens; no two pools of a region share one. Needed without an issuer."
  type        = string
  default     = null
  validation {
    condition     = var.issuer != null || var.pool_domain != null
    error_message = "Without an issuer a pool is made, which needs pool_domain."
  }
}
