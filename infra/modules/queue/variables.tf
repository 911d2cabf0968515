variable "name" {
  description = "Prefix of the queues' names, such as tarn-dev."
  type        = string
}

variable "kms_key_arn" {
  description = "ARN of the key that messages are encrypted with."
  type        = string
}

variable "visibility_seconds" {
  description = "For how long a message that was received is hidden. Longer than the function that receives it may run: else a second one gets the job while the first is at it."
  type        = number
  default     = 1020
  validation {
    condition     = var.visibility_seconds > 900 && var.visibility_seconds <= 43200
    error_message = "visibility_seconds is above the 900 of the function's timeout, and 43200 at most."
  }
}

variable "ingest_visibility_seconds" {
  description = "For how long a message with records is hidden that was received. Six times the timeout of the function that receives it."
  type        = number
  default     = 180
  validation {
    condition     = var.ingest_visibility_seconds >= 174 && var.ingest_visibility_seconds <= 43200
    error_message = "ingest_visibility_seconds is at least six times the 29 of the function's timeout, and 43200 at most."
  }
}

variable "max_receives" {
  description = "How often a message is received before it is put aside with the dead letters."
  type        = number
  default     = 5
  validation {
    condition     = var.max_receives >= 2 && var.max_receives <= 100
    error_message = "max_receives is 2 to 100: a single one would put aside a job for one crash."
  }
}
