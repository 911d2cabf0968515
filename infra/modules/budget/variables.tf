variable "name" {
  description = "Name of the budget, such as tarn-dev."
  type        = string
}

variable "dollars" {
  description = "What a month may cost, in US dollars."
  type        = number
  validation {
    condition     = var.dollars > 0
    error_message = "dollars is above 0."
  }
}

variable "tag" {
  description = "Name and value of the cost allocation tag whose costs count; null for all of the account. The tag must be activated for billing first."
  type        = object({ name = string, value = string })
  default     = null
}

variable "topic_arn" {
  description = "ARN of the topic that is told."
  type        = string
}
