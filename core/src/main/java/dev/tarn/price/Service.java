package dev.tarn.price;

/// A service of AWS, as its bill names it, with the page that tells its prices.
public enum Service {
  S3("S3", "aws.amazon.com/s3/pricing"),
  LAMBDA("Lambda", "aws.amazon.com/lambda/pricing"),
  API_GATEWAY("API Gateway", "aws.amazon.com/api-gateway/pricing"),
  SQS("SQS", "aws.amazon.com/sqs/pricing"),
  EVENTBRIDGE("EventBridge", "aws.amazon.com/eventbridge/pricing"),
  CLOUDWATCH("CloudWatch", "aws.amazon.com/cloudwatch/pricing"),
  XRAY("X-Ray", "aws.amazon.com/xray/pricing"),
  KMS("KMS", "aws.amazon.com/kms/pricing"),
  CLOUDFRONT("CloudFront", "aws.amazon.com/cloudfront/pricing"),
  DATA_TRANSFER("Data transfer", "aws.amazon.com/ec2/pricing/on-demand"),
  ATHENA("Athena", "aws.amazon.com/athena/pricing"),
  GLUE("Glue", "aws.amazon.com/glue/pricing"),
  COGNITO("Cognito", "aws.amazon.com/cognito/pricing"),
  SNS("SNS", "aws.amazon.com/sns/pricing"),
  WAF("WAF", "aws.amazon.com/waf/pricing"),
  BUDGETS("Budgets", "aws.amazon.com/aws-cost-management/aws-budgets/pricing");

  private final String label;
  private final String page;

  Service(String label, String page) {
    this.label = label;
    this.page = page;
  }

  /// The name that people know it by.
  public String label() {
    return label;
  }

  /// The page of its prices, without `https://`.
  public String page() {
    return page;
  }
}
