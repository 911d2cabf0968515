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
  description = "For how long a message with records is hidden that was received. Longer than it is gathered with others and the function that receives it may run."
  type        = number
  default     = 335
  validation {
    condition     = var.ingest_visibility_seconds > 300 && var.ingest_visibility_seconds <= 43200
    error_message = "ingest_visibility_seconds is above the 300 of the function's timeout, and 43200 at most."
  }
}

variable "uploads_visibility_seconds" {
  description = "For how long a message about an uploaded file is hidden that was received: after that time the file's next run begins. Longer than the function that receives it may run."
  type        = number
  default     = 330
  validation {
    condition     = var.uploads_visibility_seconds > 300 && var.uploads_visibility_seconds <= 43200
    error_message = "uploads_visibility_seconds is above the 300 of the function's timeout, and 43200 at most."
  }
}

variable "uploads_max_receives" {
  description = "How often a message about an uploaded file is received, once for each run that the file takes, before it is put aside with the dead letters."
  type        = number
  default     = 100
  validation {
    condition     = var.uploads_max_receives >= 20 && var.uploads_max_receives <= 1000
    error_message = "uploads_max_receives is 20 to 1000: a file of 5 GB takes many runs."
  }
}

variable "uploads_bucket" {
  description = "Name of the bucket whose files below uploads/ are told of. It must tell EventBridge."
  type        = string
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
