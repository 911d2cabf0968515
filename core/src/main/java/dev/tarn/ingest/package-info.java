/// Writing a batch of records: decode, encode, commit, receipt.
@NullMarked
package dev.tarn.ingest;

import org.jspecify.annotations.NullMarked;
