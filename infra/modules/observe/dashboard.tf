# Three questions, a row of widgets for each: is it healthy, how much flows, what does it cost?
locals {
  rows = flatten([for row, asked in jsondecode(file("${path.module}/dashboard.json")) : concat(
    [{ type = "text", x = 0, y = row * 8, width = 24, height = 1, properties = { markdown = "## ${asked.question}" } }],
    [for column, widget in asked.widgets : {
      type = "metric", x = column * 6, y = row * 8 + 1, width = 6, height = 7
      properties = {
        title = widget.title, stat = widget.statistic, period = 300, view = "timeSeries", region = var.region
        metrics = concat([for metric in widget.metrics : [
          for of in(metric.of == "each function" ? keys(var.functions) : [metric.of]) : concat(
            [metric.namespace, metric.metric],
            flatten([for name, value in local.dimensions[metric.namespace][of] : [name, value]]),
            [{ label = try(metric.label, of) }],
          ) if contains(keys(local.dimensions[metric.namespace]), of)
        ]]...)
      }
    }]
  )])
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name
  dashboard_body = jsonencode({
    widgets = concat(local.rows, [{
      type       = "alarm", x = 0, y = 24, width = 24, height = 6
      properties = { title = "Alarms", alarms = [for alarm in aws_cloudwatch_metric_alarm.this : alarm.arn] }
    }])
  })
}

# Log groups are joined by the request's id, which answers carry as x-request-id.
resource "aws_cloudwatch_query_definition" "request" {
  name            = "${var.name}/a request by its id"
  log_group_names = [for function in var.functions : function.log_group]
  query_string    = "fields @timestamp, @message | filter @message like 'REQUEST-ID' | sort @timestamp asc"
}
