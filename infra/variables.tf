variable "environment" {
  description = "Which Tarn this is: dev or prod, or another short name. Part of every name."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9]{1,11}$", var.environment)) && var.environment != "github"
    error_message = "environment has 2 to 12 lower-case letters and digits, begins with a letter, and is not github: workflows' roles are named so."
  }
}

variable "issuer" {
  description = "URL of the OIDC issuer whose tokens are accepted, as in their iss claim; null to make a Cognito user pool. Its tokens carry the scopes ingest, query, export and admin in the claim scope or scp."
  type        = string
  default     = null
}

variable "audiences" {
  description = "Audiences of accepted tokens. Needed with an issuer."
  type        = list(string)
  default     = []
}

variable "unclaimed_datasets" {
  description = "What a token without the claim datasets may see and change: none or all; null for none with an issuer, and all with the Cognito pool, whose one client gets tokens without it."
  type        = string
  default     = null
  validation {
    condition     = var.unclaimed_datasets == null || contains(["none", "all"], coalesce(var.unclaimed_datasets, "none"))
    error_message = "unclaimed_datasets is none or all."
  }
}

variable "rates" {
  description = "What one caller may ask of one dataset and one instance of a function: requests and bytes of bodies a second; 0 for no limit."
  type        = object({ requests = optional(number, 0), bytes = optional(number, 0) })
  default     = {}
  validation {
    condition     = var.rates.requests >= 0 && var.rates.requests <= 100000 && var.rates.bytes >= 0
    error_message = "Rates are 0 or more, and requests at most 100000 a second."
  }
}

variable "cors_origins" {
  description = "Origins whose pages may call the API, upload files and read exports."
  type        = list(string)
  default     = []
}

variable "api_domain" {
  description = "A domain name for the API, with the ARN of its certificate; null for API Gateway's."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "exports_domain" {
  description = "A domain name for exports, with the ARN of its certificate; null for CloudFront's."
  type        = object({ name = string, certificate_arn = string })
  default     = null
}

variable "signers" {
  description = "Public keys in PEM by name. With any, exports are served to signed URLs alone; without, to everyone who knows an address."
  type        = map(string)
  default     = {}
}

variable "firewall" {
  description = "Whether a web ACL stands before exports."
  type        = bool
  default     = false
}

variable "throttles" {
  description = "Requests a second and at once that each route of a function takes, where they are others than those of throttles.json; open for the health routes."
  type        = map(object({ rate = number, burst = number }))
  default     = {}
  validation {
    condition     = length(setsubtract(keys(var.throttles), ["ingest", "query", "export", "open"])) == 0
    error_message = "throttles has ingest, query, export and open, and nothing else."
  }
}

variable "ingest" {
  description = "The ingest function: memory_mb, megabytes of memory (1769); concurrency, calls at once (-1: the account's common pool); consumers, how many batches of the queue are written at once (4); window_seconds, for how long a batch is gathered (5); uploads, how many uploaded files are read at once (2)."
  type = object({
    memory_mb      = optional(number, 1769)
    concurrency    = optional(number, -1)
    consumers      = optional(number, 4)
    window_seconds = optional(number, 5)
    uploads        = optional(number, 2)
  })
  default = {}
  validation {
    condition     = var.ingest.consumers >= 2 && var.ingest.consumers <= 1000 && floor(var.ingest.consumers) == var.ingest.consumers
    error_message = "ingest.consumers is a whole number from 2 to 1000, as SQS has it."
  }
  validation {
    condition     = var.ingest.window_seconds >= 1 && var.ingest.window_seconds <= 300 && floor(var.ingest.window_seconds) == var.ingest.window_seconds
    error_message = "ingest.window_seconds is a whole number from 1 (batches of more than 10 messages need it) to 300."
  }
  validation {
    condition     = var.ingest.uploads >= 2 && var.ingest.uploads <= 1000 && floor(var.ingest.uploads) == var.ingest.uploads
    error_message = "ingest.uploads is a whole number from 2 to 1000, as SQS has it."
  }
  validation {
    condition     = var.ingest.concurrency == -1 || var.ingest.concurrency > var.ingest.consumers + var.ingest.uploads
    error_message = "ingest.concurrency leaves room beside ingest.consumers and ingest.uploads for requests."
  }
  validation {
    condition     = var.ingest.memory_mb >= local.fixed.ingest.memory_mb.least && var.ingest.memory_mb <= local.fixed.ingest.memory_mb.most && floor(var.ingest.memory_mb) == var.ingest.memory_mb
    error_message = "ingest.memory_mb is a whole number from ${local.fixed.ingest.memory_mb.least} to ${local.fixed.ingest.memory_mb.most}."
  }
}

variable "query" {
  description = "The query function: memory_mb (3008), temporary_mb, megabytes of /tmp (512), concurrency (-1), seconds, the longest a query may take (25). Files of a query are fetched to /tmp: more of it than 512 MB reads more, and starts slowly, without SnapStart."
  type = object({
    memory_mb    = optional(number, 3008)
    temporary_mb = optional(number, 512)
    concurrency  = optional(number, -1)
    seconds      = optional(number, 25)
  })
  default = {}
  validation {
    condition     = var.query.memory_mb >= local.fixed.query.memory_mb.least && var.query.memory_mb <= local.fixed.query.memory_mb.most && floor(var.query.memory_mb) == var.query.memory_mb
    error_message = "query.memory_mb is a whole number from ${local.fixed.query.memory_mb.least} to ${local.fixed.query.memory_mb.most}."
  }
  validation {
    condition     = var.query.temporary_mb >= 512 && var.query.temporary_mb <= 10240 && floor(var.query.temporary_mb) == var.query.temporary_mb
    error_message = "query.temporary_mb is a whole number from 512 to 10240."
  }
  validation {
    condition     = var.query.seconds >= 1 && var.query.seconds <= 27 && floor(var.query.seconds) == var.query.seconds
    error_message = "query.seconds is a whole number from 1 to 27: the function has 29 seconds, and answers within them."
  }
}

variable "export" {
  description = "The export function: memory_mb (3072), temporary_mb (5120), concurrency (-1), jobs, how many run at once (4)."
  type = object({
    memory_mb    = optional(number, 3072)
    temporary_mb = optional(number, 5120)
    concurrency  = optional(number, -1)
    jobs         = optional(number, 4)
  })
  default = {}
  validation {
    condition     = var.export.memory_mb >= local.fixed.export.memory_mb.least && var.export.memory_mb <= local.fixed.export.memory_mb.most && floor(var.export.memory_mb) == var.export.memory_mb
    error_message = "export.memory_mb is a whole number from ${local.fixed.export.memory_mb.least} to ${local.fixed.export.memory_mb.most}."
  }
  validation {
    condition     = var.export.temporary_mb >= 1536 && var.export.temporary_mb <= 10240 && floor(var.export.temporary_mb) == var.export.temporary_mb
    error_message = "export.temporary_mb is a whole number from 1536 (1024 for jobs, and 512 beside them) to 10240."
  }
  validation {
    condition     = var.export.jobs >= 2 && var.export.jobs <= 1000 && floor(var.export.jobs) == var.export.jobs
    error_message = "export.jobs is a whole number from 2 to 1000, as SQS has it."
  }
  validation {
    condition     = var.export.concurrency == -1 || var.export.concurrency > var.export.jobs + 1
    error_message = "export.concurrency leaves room beside export.jobs for the clock and for requests."
  }
}

variable "file_retention_days" {
  description = "For how many days files are kept that the latest version does not need."
  type        = number
  default     = 7
  validation {
    condition     = var.file_retention_days >= 1 && var.file_retention_days <= 3650 && floor(var.file_retention_days) == var.file_retention_days
    error_message = "file_retention_days is a whole number from 1 to 3650."
  }
}

variable "log_retention_days" {
  description = "For how many days earlier versions and receipts are kept."
  type        = number
  default     = 30
  validation {
    condition     = var.log_retention_days >= var.file_retention_days
    error_message = "log_retention_days is at least file_retention_days: the log names the files."
  }
  validation {
    condition     = var.log_retention_days >= 7 && var.log_retention_days <= 3650 && floor(var.log_retention_days) == var.log_retention_days
    error_message = "log_retention_days is a whole number from 7 (an Idempotency-Key is remembered for 7 days) to 3650."
  }
}

variable "noncurrent_days" {
  description = "For how many days S3 can bring back an object that was deleted or overwritten."
  type        = number
  default     = 30
  validation {
    condition     = var.noncurrent_days >= 1 && var.noncurrent_days <= 3650 && floor(var.noncurrent_days) == var.noncurrent_days
    error_message = "noncurrent_days is a whole number from 1 to 3650."
  }
}

variable "log_days" {
  description = "For how many days functions' and accesses' logs are kept."
  type        = number
  default     = 30
  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_days)
    error_message = "log_days is one of the periods that CloudWatch Logs has: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, ..."
  }
}

variable "clock_enabled" {
  description = "Whether the clock runs: exports, compaction, expiry and audits."
  type        = bool
  default     = true
}

variable "athena" {
  description = "Whether queries and exports that are too large for their functions go through Athena: datasets, which it gets tables for; most_bytes, which a query may scan (100 GiB); queries, which engine runs a query that does not say (duckdb; athena, or auto for Athena where the function cannot); and seconds, which a query may take there (900). null for no Athena, and no catalog."
  type = object({
    datasets   = set(string)
    most_bytes = optional(number, 107374182400)
    queries    = optional(string, "duckdb")
    seconds    = optional(number, 900)
  })
  default = null
  validation {
    condition     = var.athena == null || try(contains(["duckdb", "athena", "auto"], var.athena.queries), false)
    error_message = "Queries are run by duckdb, athena or auto."
  }
  validation {
    condition     = var.athena == null || try(var.athena.seconds >= 1 && var.athena.seconds <= 1800, false)
    error_message = "A query may take from 1 to 1800 seconds in Athena."
  }
}

variable "alarm_emails" {
  description = "Addresses that are told of alarms."
  type        = list(string)
  default     = []
}

variable "thresholds" {
  description = "From where on something is an alarm: api_latency_ms (5000), api_errors (5), job_wait_seconds (1800), event_wait_seconds (600), upload_wait_seconds (3600), quarantined_records (100), freshness_seconds (900), export_lag (7200); see modules/observe."
  type = object({
    api_latency_ms      = optional(number, 5000)
    api_errors          = optional(number, 5)
    job_wait_seconds    = optional(number, 1800)
    event_wait_seconds  = optional(number, 600)
    upload_wait_seconds = optional(number, 3600)
    quarantined_records = optional(number, 100)
    freshness_seconds   = optional(number, 900)
    export_lag          = optional(number, 7200)
  })
  default = {}
}

variable "monthly_dollars" {
  description = "What a month may cost, in US dollars: the budget, and the alarm on the account's charges."
  type        = number
  validation {
    condition     = var.monthly_dollars > 0
    error_message = "monthly_dollars is above 0."
  }
}

variable "destroyable" {
  description = "Whether a destroy may delete buckets that hold data. Never true where data matters."
  type        = bool
  default     = false
  validation {
    condition     = !(var.destroyable && startswith(var.environment, "prod"))
    error_message = "A production lake is not destroyable."
  }
}
