/// Receipts kept as objects in the store.
@NullMarked
package dev.tarn.ingest.stored;

import org.jspecify.annotations.NullMarked;
