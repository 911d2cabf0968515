# What each function may do. What its code calls is in permissions.json, a statement per line of it. What
# AWS does in the function's role without the code asking for it is in aws_statements below.
#
# Reads of what is not there: S3 answers them with "not found" only to callers that may list, which
# the store's adapter needs. A GET carries no prefix to hold against a condition on s3:prefix, so that
# the condition is IfExists: without a prefix the names of all keys can be listed, and no more of them
# read.
#
# What S3 policies cannot hold: a dataset's definition is part of its table's log. Ingest and export
# both write log entries, and S3 sees keys, not contents: nothing here keeps the export function's role
# from writing an entry that changes a definition. What holds: no entry is overwritten (bucket policy
# of the lake), each one is kept and tells its version, the code of the function has no such path, and
# audits read the log. Likewise ingest's role may put a data file over another, which versioning keeps.
#
# Links to upload to are signed by ingest's role: whoever has one puts that object with this role's rights,
# which is why ingest may put below uploads/, where it writes nothing itself.
#
# What is never deleted has no line either: what is published, and exports' jobs, in which it is settled
# what was exported. DeleteObjectVersion is nobody's.
locals {
  permissions = [for permission in jsondecode(file("${path.module}/permissions.json")) :
    merge({ bucket = null, queue = null, option = null, paths = [] }, permission)
  ]
  options = { athena = var.athena != null }

  lake        = module.lake.bucket_arn
  publish     = module.lake.publish_bucket_arn
  bucket_arns = { lake = local.lake, publish = local.publish }
  queue_arns  = { jobs = module.queue.arn }
  service_arns = {
    # Measurements have no resources. A name space bounds what is put; nothing bounds what is read.
    cloudwatch = "*"
    athena     = one(module.catalog[*].workgroup_arn)
  }

  code_statements = { for function in ["ingest", "query", "export"] : function => [
    for permission in local.permissions : merge(
      {
        Sid    = join("", [title(coalesce(permission.bucket, permission.queue, "Its")), split(":", permission.action)[1], permission.bucket == null || permission.option == null ? "" : title(permission.option)])
        Effect = "Allow"
        Action = [permission.action]
        Resource = (
          permission.action == "s3:ListBucket" ? [local.bucket_arns[permission.bucket]] :
          permission.bucket != null ? [for path in permission.paths : "${local.bucket_arns[permission.bucket]}/${path}"] :
          permission.queue != null ? [local.queue_arns[permission.queue]] :
          [local.service_arns[split(":", permission.action)[0]]]
        )
      },
      { for name, condition in {
        Condition = (
          permission.action == "s3:ListBucket" ? { StringLikeIfExists = { "s3:prefix" = [for path in permission.paths : "${path}*"] } } :
          permission.action == "cloudwatch:PutMetricData" ? { StringEquals = { "cloudwatch:namespace" = ["Tarn"] } } : null
        )
      } : name => condition if condition != null },
    ) if permission.function == function && try(local.options[permission.option], permission.option == null)
  ] }

  aws_statements = {
    ingest = [local.write_key, local.poll_records]
    # With Athena, Athena puts results in the query function's name.
    query = concat(
      [local.write_key],
      [for statement in concat(local.athena_reads, local.athena_results) : statement if var.athena != null],
    )
    export = concat(
      [local.write_key, local.poll_jobs],
      [for statement in concat(local.athena_reads, local.athena_unloads) : statement if var.athena != null],
    )
  }

  statements = { for function, statements in local.code_statements : function => concat(statements, local.aws_statements[function]) }

  # S3 opens and makes the data keys of objects in the name of who reads and puts them.
  # A put needs Decrypt as well, for the bucket's key.
  write_key = {
    Sid       = "WriteKey"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource  = [aws_kms_key.data.arn]
    Condition = { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } }
  }

  # Lambda takes messages off the queue with the role of the function that it hands them to.
  poll_records = {
    Sid      = "PollRecords"
    Effect   = "Allow"
    Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    Resource = [module.queue.ingest_arn, module.queue.uploads_arn]
  }
  poll_jobs = {
    Sid      = "PollJobs"
    Effect   = "Allow"
    Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    Resource = [module.queue.arn]
  }

  database = var.athena == null ? "none" : module.catalog[0].database

  # Athena reads the catalog and tables, and writes results, parts and its own files, with the rights of
  # who started the query.
  athena_reads = [
    {
      # Athena looks at the database default too, whichever a query names.
      Sid    = "AthenaCatalog"
      Effect = "Allow"
      Action = ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables"]
      Resource = [
        "arn:aws:glue:us-east-1:${local.account_id}:catalog",
        "arn:aws:glue:us-east-1:${local.account_id}:database/default",
        "arn:aws:glue:us-east-1:${local.account_id}:database/${local.database}",
        "arn:aws:glue:us-east-1:${local.account_id}:table/${local.database}/*",
      ]
    },
    {
      Sid      = "AthenaLake"
      Effect   = "Allow"
      Action   = ["s3:GetBucketLocation"]
      Resource = [local.lake]
    },
    {
      Sid       = "AthenaListsTables"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = [local.lake]
      Condition = { StringLike = { "s3:prefix" = ["tables/*"] } }
    },
    {
      Sid      = "AthenaReadsTables"
      Effect   = "Allow"
      Action   = ["s3:GetObject"]
      Resource = ["${local.lake}/tables/*"]
    },
  ]

  athena_results = [
    {
      Sid       = "AthenaListsResults"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = [local.lake]
      Condition = { StringLike = { "s3:prefix" = ["queries/results/*"] } }
    },
    {
      Sid      = "AthenaWritesResults"
      Effect   = "Allow"
      Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
      Resource = ["${local.lake}/queries/results/*"]
    },
    {
      # Names of uploads under way, which the action's condition keys cannot bound by prefix for Athena.
      Sid      = "AthenaListsUploads"
      Effect   = "Allow"
      Action   = ["s3:ListBucketMultipartUploads"]
      Resource = [local.lake]
    },
  ]

  athena_unloads = [
    {
      Sid      = "AthenaPublish"
      Effect   = "Allow"
      Action   = ["s3:GetBucketLocation"]
      Resource = [local.publish]
    },
    {
      Sid       = "AthenaListsFiles"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = [local.publish]
      Condition = { StringLike = { "s3:prefix" = ["athena/*", "staging/*"] } }
    },
    {
      # Parts of an export are uploaded in parts of their own.
      Sid      = "AthenaWritesFiles"
      Effect   = "Allow"
      Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
      Resource = ["${local.publish}/athena/*", "${local.publish}/staging/*"]
    },
    {
      # Names of uploads under way, which the action's condition keys cannot bound by prefix for Athena.
      Sid      = "AthenaListsUploads"
      Effect   = "Allow"
      Action   = ["s3:ListBucketMultipartUploads"]
      Resource = [local.publish]
    },
  ]
}
