variable "name" {
  description = "The function's name in AWS, such as tarn-dev-ingest."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,60}$", var.name))
    error_message = "name has 3 to 61 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "description" {
  description = "What it does, in a line."
  type        = string
}

variable "handler" {
  description = "Class and method that Lambda calls."
  type        = string
  validation {
    condition     = can(regex("^[a-zA-Z0-9_.]+::[a-zA-Z0-9_]+$", var.handler))
    error_message = "handler is 'package.Class::method'."
  }
}

variable "placeholder" {
  description = "Path of the archive that stands in until the first deploy."
  type        = string
}

variable "environment" {
  description = "The function's environment variables."
  type        = map(string)
}

variable "statements" {
  description = "Statements of the role's policy, besides those for logs, traces and dead letters. Given as any: their shapes differ."
  type        = any
}

variable "memory_mb" {
  description = "Megabytes of memory; CPU comes with it."
  type        = number
  validation {
    condition     = var.memory_mb >= 512 && var.memory_mb <= 10240 && floor(var.memory_mb) == var.memory_mb
    error_message = "memory_mb is a whole number from 512 to 10240."
  }
}

variable "timeout_seconds" {
  description = "How long a call may take."
  type        = number
  validation {
    condition     = var.timeout_seconds >= 1 && var.timeout_seconds <= 900
    error_message = "timeout_seconds is 1 to 900."
  }
}

variable "temporary_mb" {
  description = "Megabytes of /tmp."
  type        = number
  default     = 512
  validation {
    condition     = var.temporary_mb >= 512 && var.temporary_mb <= 10240 && floor(var.temporary_mb) == var.temporary_mb
    error_message = "temporary_mb is a whole number from 512 to 10240."
  }
}

variable "snap_start" {
  description = "Whether published versions start from a snapshot. Only with a /tmp of 512 MB."
  type        = bool
  default     = true
  validation {
    condition     = !var.snap_start || var.temporary_mb == 512
    error_message = "SnapStart takes no /tmp above 512 MB."
  }
}

variable "reserved_concurrency" {
  description = "How many calls may run at once, kept for this function; -1 for the account's common pool."
  type        = number
  default     = -1
  validation {
    condition     = var.reserved_concurrency == -1 || var.reserved_concurrency >= 1
    error_message = "reserved_concurrency is at least 1, or -1 for none: 0 would stop the function."
  }
}

variable "log_days" {
  description = "For how many days logs are kept."
  type        = number
  default     = 30
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_days)
    error_message = "log_days is one of the periods that CloudWatch Logs has: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, ..."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that logs and dead letters are encrypted with."
  type        = string
}

variable "dead_letters_arn" {
  description = "ARN of the queue for events that no attempt brought home."
  type        = string
}

variable "async_retries" {
  description = "How often Lambda tries an asynchronous event again."
  type        = number
  default     = 2
  validation {
    condition     = contains([0, 1, 2], var.async_retries)
    error_message = "async_retries is 0, 1 or 2."
  }
}
