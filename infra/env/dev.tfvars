environment     = "dev"
monthly_dollars = 20
alarm_emails    = []
destroyable     = true
log_days        = 7
noncurrent_days = 7

# No issuer: a Cognito pool is made, which gives tokens for its client's id and secret.
