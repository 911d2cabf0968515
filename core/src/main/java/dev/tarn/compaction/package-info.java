/// Compaction: what keeps a table's files few and sorted.
@NullMarked
package dev.tarn.compaction;

import org.jspecify.annotations.NullMarked;
