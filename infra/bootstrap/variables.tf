variable "repository" {
  description = "The GitHub repository whose workflows may take the roles, as owner/name."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository is owner/name, with no wildcard."
  }
}

variable "environments" {
  description = "The environments that roles are made for; GitHub's environments have the same names."
  type        = set(string)
  default     = ["dev", "prod"]
  validation {
    condition     = length(var.environments) > 0 && alltrue([for environment in var.environments : can(regex("^[a-z][a-z0-9]{1,11}$", environment)) && environment != "github"])
    error_message = "An environment has 2 to 12 lower-case letters and digits, and begins with a letter."
  }
}

variable "make_provider" {
  description = "Whether to make the account's OIDC provider for GitHub. An account has one at most: false if it is there."
  type        = bool
  default     = true
}
