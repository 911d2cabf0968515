/// The queue of jobs in SQS, and the door of the function that it invokes. Tested against
/// imitations of SQS, one of them moto's; it has not run against AWS.
@NullMarked
package dev.tarn.job.sqs;

import org.jspecify.annotations.NullMarked;
