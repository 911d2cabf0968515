terraform {
  # 1.11 is the first release whose S3 backend locks by S3 alone.
  required_version = ">= 1.11.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
  # Where the state is, `terraform init -backend-config=env/<environment>.backend.hcl` says.
  backend "s3" {}
}

# CloudFront's certificates, firewalls and log delivery, and billing metrics, are in us-east-1 alone;
# so is the rest.
provider "aws" {
  region = "us-east-1"
  default_tags {
    tags = {
      project     = "tarn"
      environment = var.environment
    }
  }
}
