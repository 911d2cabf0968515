variable "name" {
  description = "Prefix of the buckets' names, such as tarn-dev; the account's id is appended, since bucket names are global."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{2,30}$", var.name))
    error_message = "name has 3 to 31 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "account_id" {
  description = "The account's id, of 12 digits."
  type        = string
  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "account_id has 12 digits."
  }
}

variable "kms_key_arn" {
  description = "ARN of the key that objects are encrypted with."
  type        = string
}

variable "distribution_arn" {
  description = "ARN of the CloudFront distribution that may read what is published below exports/; null for none."
  type        = string
  default     = null
}

variable "has_distribution" {
  description = "Whether distribution_arn is given. Told apart since the ARN is not known before the first apply."
  type        = bool
  default     = false
}

variable "receipt_days" {
  description = "After how many days receipts are deleted. Equal to TARN_LOG_RETENTION_DAYS of the export function, whose expiry deletes them too."
  type        = number
  default     = 30
  validation {
    condition     = var.receipt_days >= 7 && var.receipt_days <= 3650 && floor(var.receipt_days) == var.receipt_days
    error_message = "receipt_days is a whole number from 7 (an Idempotency-Key is remembered for 7 days) to 3650."
  }
}

variable "noncurrent_days" {
  description = "For how many days an object that was deleted or overwritten can be brought back."
  type        = number
  default     = 30
  validation {
    condition     = var.noncurrent_days >= 1 && var.noncurrent_days <= 3650 && floor(var.noncurrent_days) == var.noncurrent_days
    error_message = "noncurrent_days is a whole number from 1 to 3650."
  }
}

variable "log_days" {
  description = "For how many days access logs are kept."
  type        = number
  default     = 90
  validation {
    condition     = var.log_days >= 1 && var.log_days <= 3650 && floor(var.log_days) == var.log_days
    error_message = "log_days is a whole number from 1 to 3650."
  }
}

variable "cors_origins" {
  description = "Origins whose pages may put files to links for uploads; none by default."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for origin in var.cors_origins : !strcontains(origin, "*")])
    error_message = "An origin is named whole; never *."
  }
}

variable "destroyable" {
  description = "Whether a destroy may delete buckets that hold objects. Never true where data matters."
  type        = bool
  default     = false
}
