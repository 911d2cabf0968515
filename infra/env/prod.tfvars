environment     = "prod"
monthly_dollars = 300
log_days        = 90

# To be set: who is told of alarms, and whose tokens are accepted.
alarm_emails = []
issuer       = "https://login.example.com/"
audiences    = ["tarn"]

# An account begins with fewer concurrent calls than these: ask for 1000 first (Service Quotas).
ingest = { memory_mb = 1769, concurrency = 200 }
query  = { memory_mb = 3008, concurrency = 50 }
export = { memory_mb = 3072, temporary_mb = 10240, concurrency = 20, jobs = 8 }

thresholds = { freshness_seconds = 600, export_lag = 5400 }
firewall   = true
