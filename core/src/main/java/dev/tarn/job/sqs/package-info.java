/// The queue of jobs in SQS, and the door of the function that it invokes.
@NullMarked
package dev.tarn.job.sqs;

import org.jspecify.annotations.NullMarked;
