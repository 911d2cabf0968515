# Whether an environment's variables are accepted: run with -var-file=env/<environment>.tfvars.
mock_provider "aws" {
  source = "./tests/mocks"
}

run "the_variables_are_accepted" {
  command = plan
}
