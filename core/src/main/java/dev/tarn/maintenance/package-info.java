/// Asking for what keeps datasets in order: compaction, expiry and audit.
@NullMarked
package dev.tarn.maintenance;

import org.jspecify.annotations.NullMarked;
