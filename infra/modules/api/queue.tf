# Requests that go straight onto a queue, without a function: the body as it is becomes the message, and
# the dataset in the path its attribute, between two attributes with what the token grants. Whoever takes
# it off the queue trusts no path: a name with a quotation mark can break the JSON of the attributes, and
# then SQS refuses the message, or it can name attributes twice. Whichever of two SQS takes, what is made
# up that way differs between the attributes before and after the path (jsonencode sorts by name), and is
# not believed then.
resource "aws_apigatewayv2_integration" "queue" {
  for_each = var.queues

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_subtype    = "SQS-SendMessage"
  credentials_arn        = aws_iam_role.queue[each.key].arn
  payload_format_version = "1.0"
  timeout_milliseconds   = 10000
  request_parameters = {
    QueueUrl    = each.value.url
    MessageBody = "$request.body"
    MessageAttributes = jsonencode({
      access  = { DataType = "String", StringValue = "datasets $${context.authorizer.claims.datasets}" }
      dataset = { DataType = "String", StringValue = "$${request.path.dataset}" }
      writer  = { DataType = "String", StringValue = "datasets $${context.authorizer.claims.datasets}" }
    })
  }

  # SQS says that it has the message; what becomes of it is told later.
  response_parameters {
    status_code = 200
    mappings    = { "overwrite:statuscode" = "202" }
  }
}

resource "aws_iam_role" "queue" {
  for_each = var.queues

  name        = "${var.name}-api-${each.key}"
  description = "What API Gateway may do for ${var.name} with the queue ${each.key}"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "apigateway.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy" "queue" {
  for_each = var.queues

  name = "queue"
  role = aws_iam_role.queue[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Send"
        Effect   = "Allow"
        Action   = ["sqs:SendMessage"]
        Resource = each.value.arn
      },
      {
        Sid       = "QueueKey"
        Effect    = "Allow"
        Action    = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource  = var.kms_key_arn
        Condition = { StringLike = { "kms:ViaService" = "sqs.*.amazonaws.com" } }
      },
    ]
  })
}
