# Three questions, a row of widgets for each: is it healthy, how much flows, what does it cost?
locals {
  labels = keys(var.functions)

  questions = [
    { title = "Is it healthy?", widgets = [
      { title = "Server errors", stat = "Sum", metrics = concat(
        [["AWS/ApiGateway", "5xx", "ApiId", var.api_id, { label = "API" }]],
        [for label in local.labels : ["AWS/Lambda", "Errors", "FunctionName", var.functions[label].name, { label = label }]],
      ) },
      { title = "Time to answer, slowest tenth (ms)", stat = "p90", metrics = [
        ["AWS/ApiGateway", "Latency", "ApiId", var.api_id, { label = "API" }],
        ["Tarn", "IngestTime", "function", "ingest", { label = "ingest" }],
        ["Tarn", "QueryTime", "function", "query", { label = "query" }],
      ] },
      { title = "Late by (s)", stat = "Maximum", metrics = [
        ["Tarn", "Freshness", "function", "ingest", { label = "freshness" }],
        ["Tarn", "ExportLag", "function", "export", { label = "export lag" }],
        ["AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", var.queue_name, { label = "oldest job" }],
      ] },
      { title = "Faults of data, dead letters", stat = "Maximum", metrics = concat(
        [["Tarn", "AuditFaults", "function", "export", { label = "audit faults" }]],
        [for kind, queue in var.dead_queue_names : ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", queue, { label = "dead ${kind}" }]],
      ) },
    ] },
    { title = "How much flows?", widgets = [
      { title = "Records", stat = "Sum", metrics = [
        ["Tarn", "RecordsAccepted", "function", "ingest", { label = "accepted" }],
        ["Tarn", "RecordsRejected", "function", "ingest", { label = "rejected" }],
        ["Tarn", "ExportRows", "function", "export", { label = "exported" }],
      ] },
      { title = "Bytes", stat = "Sum", metrics = [
        ["Tarn", "BytesReceived", "function", "ingest", { label = "received" }],
        ["Tarn", "BytesWritten", "function", "ingest", { label = "written" }],
        ["Tarn", "QueryBytesFetched", "function", "query", { label = "read by queries" }],
        ["Tarn", "ExportBytes", "function", "export", { label = "exported" }],
      ] },
      { title = "Batches, queries, exports", stat = "Sum", metrics = [
        ["Tarn", "BatchesCommitted", "function", "ingest", { label = "batches" }],
        ["Tarn", "CommitRetries", "function", "ingest", { label = "commit retries" }],
        ["Tarn", "Queries", "function", "query", { label = "queries" }],
        ["Tarn", "Exports", "function", "export", { label = "exports" }],
      ] },
      { title = "Files", stat = "Maximum", metrics = [
        ["Tarn", "FilesPerPartition", "function", "export", { label = "in the fullest date" }],
        ["Tarn", "MergedFilesBefore", "function", "export", { label = "merged" }],
        ["Tarn", "FilesDeleted", "function", "export", { label = "deleted" }],
      ] },
    ] },
    { title = "What does it cost?", widgets = [
      { title = "Charges of the month (USD)", stat = "Maximum", region = "us-east-1", metrics = [
        ["AWS/Billing", "EstimatedCharges", "Currency", "USD", { label = "estimated" }],
      ] },
      { title = "Calls", stat = "Sum", metrics = [
        for label in local.labels : ["AWS/Lambda", "Invocations", "FunctionName", var.functions[label].name, { label = label }]
      ] },
      { title = "Time billed (ms)", stat = "Sum", metrics = [
        for label in local.labels : ["AWS/Lambda", "Duration", "FunctionName", var.functions[label].name, { label = label }]
      ] },
      { title = "Requests of queries to S3", stat = "Sum", metrics = [
        ["Tarn", "QueryRequests", "function", "query", { label = "query" }],
        ["Tarn", "QueryRequests", "function", "export", { label = "export" }],
      ] },
    ] },
  ]

  rows = flatten([for row, question in local.questions : concat(
    [{ type = "text", x = 0, y = row * 8, width = 24, height = 1, properties = { markdown = "## ${question.title}" } }],
    [for column, widget in question.widgets : {
      type = "metric", x = column * 6, y = row * 8 + 1, width = 6, height = 7
      properties = {
        title  = widget.title, stat = widget.stat, period = 300, view = "timeSeries"
        region = try(widget.region, var.region), metrics = widget.metrics
      }
    }]
  )])

  alarm_arns = concat(
    [for alarm in aws_cloudwatch_metric_alarm.above : alarm.arn],
    aws_cloudwatch_metric_alarm.clock_silent[*].arn,
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = concat(local.rows, [{
      type       = "alarm", x = 0, y = 24, width = 24, height = 5
      properties = { title = "Alarms", alarms = local.alarm_arns }
    }])
  })
}

# Log groups are joined by the request's id, which answers carry as x-request-id.
resource "aws_cloudwatch_query_definition" "request" {
  name            = "${var.name}/a request by its id"
  log_group_names = [for function in var.functions : function.log_group]
  query_string    = "fields @timestamp, @message | filter @message like 'REQUEST-ID' | sort @timestamp asc"
}
