package dev.tarn.local.conformance;

/// The services that functions call.
enum Service {
  S3("TARN_S3_ENDPOINT"),
  SQS("AWS_ENDPOINT_URL_SQS"),
  CLOUDWATCH("AWS_ENDPOINT_URL_CLOUDWATCH"),
  ATHENA("AWS_ENDPOINT_URL_ATHENA");

  private final String variable;

  Service(String variable) {
    this.variable = variable;
  }

  /// The variable that tells functions where it is.
  String variable() {
    return variable;
  }
}
