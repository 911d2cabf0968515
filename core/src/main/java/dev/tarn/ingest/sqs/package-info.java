/// The queue's door for records: messages of SQS to batches.
@NullMarked
package dev.tarn.ingest.sqs;

import org.jspecify.annotations.NullMarked;
