# Of each function alike: what Lambda counts, and the faults that the function answered itself.
locals {
  function_alarms = merge([
    for label, function in var.functions : {
      "${label}-errors" = {
        description = "Calls of ${function.name} ended in an error."
        namespace   = "AWS/Lambda", metric = "Errors", statistic = "Sum", threshold = 0, period = 300, periods = 1
        dimensions  = { FunctionName = function.name }
      }
      "${label}-throttles" = {
        description = "Calls of ${function.name} were turned away: more at once than it may have."
        namespace   = "AWS/Lambda", metric = "Throttles", statistic = "Sum", threshold = 0, period = 300, periods = 2
        dimensions  = { FunctionName = function.name }
      }
      "${label}-duration" = {
        description = "Calls of ${function.name} come near its timeout of ${function.timeout_seconds} s."
        namespace   = "AWS/Lambda", metric = "Duration", statistic = "Maximum", period = 300, periods = 2
        threshold   = function.timeout_seconds * 1000 * function.duration_share
        dimensions  = { FunctionName = function.name }
      }
      "${label}-internal" = {
        description = "${function.name} met a fault of its own; its log has the request's id."
        namespace   = "Tarn", metric = "Problems.internal", statistic = "Sum", threshold = 0, period = 300, periods = 1
        dimensions  = { function = label }
      }
      "${label}-store" = {
        description = "${function.name} was not answered by S3, again and again."
        namespace   = "Tarn", metric = "Problems.store-unavailable", statistic = "Sum", threshold = 0, period = 300, periods = 2
        dimensions  = { function = label }
      }
      "${label}-damaged" = {
        description = "${function.name} met a damaged table: its log, or a data file. Audit it, and bring deleted objects back."
        namespace   = "Tarn", metric = "Problems.damaged-table", statistic = "Sum", threshold = 0, period = 300, periods = 1
        dimensions  = { function = label }
      }
    }
  ]...)
}
