variable "name" {
  description = "Prefix of the alarms' names, such as tarn-dev."
  type        = string
}

variable "account_id" {
  description = "The account's id; only its alarms and budgets may tell the topic."
  type        = string
}

variable "region" {
  description = "Where the functions run."
  type        = string
  default     = "us-east-1"
}

variable "kms_key_arn" {
  description = "ARN of the key that notices are encrypted with."
  type        = string
}

variable "emails" {
  description = "Addresses that are told of alarms; each must confirm once."
  type        = list(string)
  default     = []
  validation {
    condition     = alltrue([for email in var.emails : can(regex("^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$", email))])
    error_message = "An address is name@host."
  }
}

variable "functions" {
  description = "The functions by the name that their metrics have in the dimension function. duration_share is the share of the timeout from which on calls are too slow."
  type = map(object({
    name            = string
    timeout_seconds = number
    duration_share  = number
    log_group       = string
  }))
  validation {
    condition     = alltrue([for function in values(var.functions) : function.duration_share > 0 && function.duration_share <= 1])
    error_message = "duration_share is above 0, and 1 at most."
  }
}

variable "api_id" {
  description = "Id of the API."
  type        = string
}

variable "distribution_id" {
  description = "Id of the distribution of exports; null for none."
  type        = string
  default     = null
}

variable "has_distribution" {
  description = "Whether distribution_id is given. Told apart since the id is not known before the first apply."
  type        = bool
  default     = false
}

variable "queue_names" {
  description = "Names of the queues, by what they hold."
  type        = map(string)
}

variable "dead_queue_names" {
  description = "Names of the queues of dead letters, by what they hold."
  type        = map(string)
}

variable "rule_names" {
  description = "Names of the rules of EventBridge, by what they tell of."
  type        = map(string)
}

variable "schedule_group" {
  description = "Name of the group of schedules."
  type        = string
}

variable "clock_enabled" {
  description = "Whether the clock is to run, so that its silence is an alarm."
  type        = bool
  default     = true
}

variable "thresholds" {
  description = "From where on something is an alarm: api_latency_ms of the API's slowest tenth (5000), its server errors api_errors in 5 minutes (5), seconds of a job's wait job_wait_seconds (1800), of a message's with records event_wait_seconds (600) or about an uploaded file upload_wait_seconds (3600), records put into quarantine in 5 minutes quarantined_records (100), seconds of freshness_seconds from a batch's newest event to its commit (900), of an export's lag export_lag (7200), and dollars of the month (100)."
  type = object({
    api_latency_ms      = optional(number, 5000)
    api_errors          = optional(number, 5)
    job_wait_seconds    = optional(number, 1800)
    event_wait_seconds  = optional(number, 600)
    upload_wait_seconds = optional(number, 3600)
    quarantined_records = optional(number, 100)
    freshness_seconds   = optional(number, 900)
    export_lag          = optional(number, 7200)
    dollars             = optional(number, 100)
  })
  default = {}
  validation {
    condition     = alltrue([for threshold in values(var.thresholds) : threshold > 0])
    error_message = "Thresholds are above 0."
  }
}
