mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name           = "tarn-test"
  bucket         = "lake"
  results_bucket = "publish"
  kms_key_arn    = "arn:aws:kms:us-east-1:111122223333:key/data"
  datasets       = ["telemetry"]
}

run "a_dataset_is_a_delta_table_where_the_lake_has_it" {
  module {
    source = "./modules/catalog"
  }

  assert {
    condition     = aws_glue_catalog_table.dataset["telemetry"].parameters["table_type"] == "delta" && aws_glue_catalog_table.dataset["telemetry"].storage_descriptor[0].location == "s3://lake/tables/telemetry/"
    error_message = "The table is elsewhere, or no Delta table."
  }
  assert {
    condition     = aws_glue_catalog_database.this.name == "tarn_test"
    error_message = "The database has another name."
  }
}

run "queries_end_at_the_cut_off_and_results_are_encrypted" {
  module {
    source = "./modules/catalog"
  }

  assert {
    condition     = aws_athena_workgroup.this.configuration[0].bytes_scanned_cutoff_per_query == 107374182400
    error_message = "A query may scan without end."
  }
  assert {
    condition     = aws_athena_workgroup.this.configuration[0].result_configuration[0].output_location == "s3://publish/athena/" && aws_athena_workgroup.this.configuration[0].result_configuration[0].encryption_configuration[0].kms_key_arn == var.kms_key_arn
    error_message = "Athena's own files are elsewhere, or in the clear."
  }
}

run "bad_variables_are_refused" {
  command = plan
  module {
    source = "./modules/catalog"
  }
  variables {
    datasets   = ["Telemetry"]
    most_bytes = 1
  }
  expect_failures = [var.datasets, var.most_bytes]
}
