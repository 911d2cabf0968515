/// A queue of messages on disk, as Amazon SQS has them.
@NullMarked
package dev.tarn.local.queue;

import org.jspecify.annotations.NullMarked;
