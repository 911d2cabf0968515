variable "name" {
  description = "Name of the workgroup, such as tarn-dev; the database has underscores for hyphens."
  type        = string
}

variable "bucket" {
  description = "Name of the lake's bucket."
  type        = string
}

variable "results_bucket" {
  description = "Name of the bucket that Athena keeps its own files in, below athena/."
  type        = string
}

variable "kms_key_arn" {
  description = "ARN of the key that those files are encrypted with."
  type        = string
}

variable "datasets" {
  description = "Datasets that get a table. A dataset that is made later is added here."
  type        = set(string)
  default     = []
  validation {
    condition     = alltrue([for dataset in var.datasets : can(regex("^[a-z][a-z0-9_]{0,62}$", dataset))])
    error_message = "A dataset's name has lower-case letters, digits and underscores, and begins with a letter."
  }
}

variable "most_bytes" {
  description = "Bytes that one query may scan before Athena ends it."
  type        = number
  default     = 107374182400
  validation {
    condition     = var.most_bytes >= 10485760
    error_message = "Athena's cut-off is at least 10485760 bytes (10 MB)."
  }
}
