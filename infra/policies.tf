# What each function may do, action by action, for what its code calls.
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
locals {
  lake    = module.lake.bucket_arn
  publish = module.lake.publish_bucket_arn

  # Any key; the health routes ask whether this one is there.
  probe = "${local.lake}/health"

  list = {
    for name, prefixes in {
      ingest = ["tables/", "receipts/"]
      query  = ["tables/"]
      export = ["tables/", "receipts/", "jobs/", "schedules/"]
      } : name => {
      Sid       = "ListLake"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = local.lake
      Condition = { StringLikeIfExists = { "s3:prefix" = [for prefix in prefixes : "${prefix}*"] } }
    }
  }

  read_key = {
    Sid       = "ReadKey"
    Effect    = "Allow"
    Action    = ["kms:Decrypt"]
    Resource  = aws_kms_key.data.arn
    Condition = { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } }
  }

  # A put needs Decrypt as well, for the bucket's key.
  write_key = {
    Sid       = "WriteKey"
    Effect    = "Allow"
    Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
    Resource  = aws_kms_key.data.arn
    Condition = { StringEquals = { "kms:ViaService" = "s3.us-east-1.amazonaws.com" } }
  }

  statements = {
    ingest = [
      local.list.ingest,
      {
        Sid      = "ReadLake"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${local.lake}/tables/*", "${local.lake}/receipts/*", local.probe]
      },
      {
        Sid      = "WriteLake"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = ["${local.lake}/tables/*", "${local.lake}/receipts/*"]
      },
      local.write_key,
    ]

    query = [
      local.list.query,
      {
        Sid      = "ReadLake"
        Effect   = "Allow"
        Action   = ["s3:GetObject"]
        Resource = ["${local.lake}/tables/*", local.probe]
      },
      local.read_key,
    ]

    export = concat(
      [
        local.list.export,
        {
          Sid    = "ReadLake"
          Effect = "Allow"
          Action = ["s3:GetObject"]
          Resource = concat(
            [for prefix in ["tables", "receipts", "jobs", "schedules"] : "${local.lake}/${prefix}/*"],
            [local.probe],
          )
        },
        {
          Sid      = "WriteLake"
          Effect   = "Allow"
          Action   = ["s3:PutObject"]
          Resource = [for prefix in ["tables", "jobs", "schedules"] : "${local.lake}/${prefix}/*"]
        },
        {
          # Not exports' jobs: what was exported is settled there. DeleteObjectVersion is nobody's.
          Sid    = "ExpireLake"
          Effect = "Allow"
          Action = ["s3:DeleteObject"]
          Resource = concat(
            [for prefix in ["tables", "receipts", "schedules"] : "${local.lake}/${prefix}/*"],
            [for kind in ["compact", "expire", "audit"] : "${local.lake}/jobs/*/${kind}/*"],
          )
        },
        {
          Sid       = "ListPublished"
          Effect    = "Allow"
          Action    = ["s3:ListBucket"]
          Resource  = local.publish
          Condition = { StringLikeIfExists = { "s3:prefix" = ["exports/*", "staging/*"] } }
        },
        {
          Sid      = "Publish"
          Effect   = "Allow"
          Action   = ["s3:GetObject", "s3:PutObject"]
          Resource = ["${local.publish}/exports/*", "${local.publish}/staging/*"]
        },
        {
          # What is published is never deleted.
          Sid      = "ClearStaging"
          Effect   = "Allow"
          Action   = ["s3:DeleteObject"]
          Resource = "${local.publish}/staging/*"
        },
        local.write_key,
        {
          # SendMessage is the code's; the others are Lambda's, which polls with this role.
          Sid      = "Jobs"
          Effect   = "Allow"
          Action   = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"]
          Resource = module.queue.arn
        },
        {
          # PutMetricData knows no resources; the name space is what bounds it.
          Sid       = "Measure"
          Effect    = "Allow"
          Action    = ["cloudwatch:PutMetricData"]
          Resource  = "*"
          Condition = { StringEquals = { "cloudwatch:namespace" = "Tarn" } }
        },
        {
          # These two know neither resources nor name spaces.
          Sid      = "ReadMeasurements"
          Effect   = "Allow"
          Action   = ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"]
          Resource = "*"
        },
      ],
      [for statement in local.athena_statements : statement if var.athena != null],
    )
  }

  database = var.athena == null ? "none" : module.catalog[0].database

  # Athena and the catalog act with the rights of who asks.
  athena_statements = [
    {
      Sid      = "Unload"
      Effect   = "Allow"
      Action   = ["athena:GetQueryExecution", "athena:StartQueryExecution", "athena:StopQueryExecution"]
      Resource = one(module.catalog[*].workgroup_arn)
    },
    {
      Sid    = "ReadCatalog"
      Effect = "Allow"
      Action = ["glue:GetDatabase", "glue:GetPartitions", "glue:GetTable", "glue:GetTables"]
      Resource = [
        "arn:aws:glue:us-east-1:${local.account_id}:catalog",
        "arn:aws:glue:us-east-1:${local.account_id}:database/${local.database}",
        "arn:aws:glue:us-east-1:${local.account_id}:table/${local.database}/*",
      ]
    },
    {
      Sid      = "AthenaBuckets"
      Effect   = "Allow"
      Action   = ["s3:GetBucketLocation"]
      Resource = [local.lake, local.publish]
    },
    {
      Sid       = "ListAthenaFiles"
      Effect    = "Allow"
      Action    = ["s3:ListBucket"]
      Resource  = local.publish
      Condition = { StringLike = { "s3:prefix" = ["athena/*"] } }
    },
    {
      Sid      = "AthenaFiles"
      Effect   = "Allow"
      Action   = ["s3:GetObject", "s3:PutObject"]
      Resource = "${local.publish}/athena/*"
    },
    {
      Sid      = "AthenaParts"
      Effect   = "Allow"
      Action   = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
      Resource = ["${local.publish}/athena/*", "${local.publish}/staging/*"]
    },
  ]
}
