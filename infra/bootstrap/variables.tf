variable "repository" {
  description = "The GitHub repository whose workflows may take the roles, as owner/name."
  type        = string
  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "repository is owner/name, with no wildcard."
  }
}

variable "repository_ids" {
  description = "Ids of the repository and of its owner, for a repository whose OIDC subjects carry them: those made or renamed since July 2026, or that opted in. Null for none."
  type = object({
    owner      = number
    repository = number
  })
  default = null
  validation {
    condition     = var.repository_ids == null || alltrue([for id in values(coalesce(var.repository_ids, { owner = 1, repository = 1 })) : id > 0 && floor(id) == id])
    error_message = "An id is a whole number above 0: gh api repos/OWNER/NAME --jq '.owner.id, .id'."
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
