variable "name" {
  description = "Name of the group of schedules, such as tarn-dev."
  type        = string
}

variable "account_id" {
  description = "The account's id; only its scheduler may take the role."
  type        = string
}

variable "tasks" {
  description = "Cron expression in UTC by task: exports, compact, expire and audit, which are all tasks of the clock."
  type        = map(string)
  validation {
    condition     = toset(keys(var.tasks)) == toset(["exports", "compact", "expire", "audit"])
    error_message = "tasks are exports, compact, expire and audit, each of them."
  }
  validation {
    condition     = alltrue([for expression in values(var.tasks) : can(regex("^cron\\(([^ ()]+ ){5}[^ ()]+\\)$", expression))])
    error_message = "A task's time is cron(minute hour day-of-month month day-of-week year)."
  }
}

variable "target_arn" {
  description = "ARN of the function's alias that is called."
  type        = string
}

variable "dead_letters_arn" {
  description = "ARN of the queue for events that could not be delivered."
  type        = string
}

variable "kms_key_arn" {
  description = "ARN of that queue's key."
  type        = string
}

variable "enabled" {
  description = "Whether the clock runs."
  type        = bool
  default     = true
}
