resource "aws_glue_catalog_database" "this" {
  name        = replace(var.name, "-", "_")
  description = "Datasets of ${var.name}"
}

# Athena reads schema, partitions and files from the table's own log; the catalog only says where it
# is. The column is one that the catalog wants to have and Athena does not read.
resource "aws_glue_catalog_table" "dataset" {
  for_each = var.datasets

  name          = each.key
  database_name = aws_glue_catalog_database.this.name
  table_type    = "EXTERNAL_TABLE"
  parameters = {
    EXTERNAL                      = "TRUE"
    table_type                    = "delta"
    "spark.sql.sources.provider"  = "delta"
    "spark.sql.partitionProvider" = "catalog"
  }

  storage_descriptor {
    location      = "s3://${var.bucket}/tables/${each.key}/"
    input_format  = "org.apache.hadoop.mapred.SequenceFileInputFormat"
    output_format = "org.apache.hadoop.hive.ql.io.HiveSequenceFileOutputFormat"
    columns {
      name = "col"
      type = "array<string>"
    }
    ser_de_info {
      serialization_library = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
      parameters = {
        "serialization.format" = "1"
        path                   = "s3://${var.bucket}/tables/${each.key}/"
      }
    }
  }

  lifecycle {
    # Athena writes the schema that it found here.
    ignore_changes = [storage_descriptor[0].columns, parameters["transient_lastDdlTime"]]
  }
}

resource "aws_athena_workgroup" "this" {
  name        = var.name
  description = "Exports of ${var.name} that are too large for one function"

  configuration {
    bytes_scanned_cutoff_per_query     = var.most_bytes
    publish_cloudwatch_metrics_enabled = true
    # An enforced place for results could stand against UNLOAD's own; where the export function
    # may write, its role says.
    enforce_workgroup_configuration = false
    engine_version {
      selected_engine_version = "Athena engine version 3"
    }
    result_configuration {
      output_location = "s3://${var.results_bucket}/athena/"
      encryption_configuration {
        encryption_option = "SSE_KMS"
        kms_key_arn       = var.kms_key_arn
      }
    }
  }
}
