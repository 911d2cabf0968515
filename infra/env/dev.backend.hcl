# bucket is the output state_bucket of bootstrap: -backend-config=bucket=... when it is not written here.
key          = "dev/terraform.tfstate"
region       = "us-east-1"
encrypt      = true
use_lockfile = true
