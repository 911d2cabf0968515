variable "name" {
  description = "Prefix of the names, such as tarn-dev."
  type        = string
}

variable "bucket_domain_name" {
  description = "Regional domain name of the bucket that exports are published in."
  type        = string
}

variable "logs_bucket_arn" {
  description = "ARN of the bucket of access logs."
  type        = string
}

variable "signers" {
  description = "Public keys in PEM by name. With any, only signed URLs and cookies are served."
  type        = map(string)
  default     = {}
  validation {
    condition     = alltrue([for pem in values(var.signers) : can(regex("^-----BEGIN PUBLIC KEY-----", pem))])
    error_message = "A signer is a public key in PEM."
  }
}

variable "domain" {
  description = "A domain name of one's own, with the ARN of its certificate in us-east-1; null for CloudFront's."
  type        = object({ name = string, certificate_arn = string })
  default     = null
  validation {
    condition     = var.domain == null || can(regex("^arn:aws:acm:us-east-1:", var.domain.certificate_arn))
    error_message = "CloudFront takes certificates of us-east-1 alone."
  }
}

variable "firewall" {
  description = "Whether a web ACL stands before it: AWS's list of bad addresses, and a limit on requests per address. It costs by the month."
  type        = bool
  default     = false
}

variable "requests_per_address" {
  description = "Requests of one address in five minutes before the firewall blocks it."
  type        = number
  default     = 5000
  validation {
    condition     = var.requests_per_address >= 100
    error_message = "requests_per_address is at least 100."
  }
}

variable "price_class" {
  description = "Where CloudFront serves from."
  type        = string
  default     = "PriceClass_100"
  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "price_class is PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "cors_origins" {
  description = "Origins whose pages may read what is published."
  type        = list(string)
  default     = []
}
