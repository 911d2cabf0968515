/// What functions in processes of their own ask of AWS besides S3, on this machine: as much of SQS
/// and CloudWatch as they call, in the protocols of the AWS SDK.
@NullMarked
package dev.tarn.local.service;

import org.jspecify.annotations.NullMarked;
