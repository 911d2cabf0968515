terraform {
  required_version = ">= 1.11.0"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
  # Its own state begins on the machine that applies it first, and is then moved to the bucket it
  # makes: see docs/how-to/deploy.md.
}

provider "aws" {
  region = "us-east-1"
  default_tags {
    tags = { project = "tarn" }
  }
}
