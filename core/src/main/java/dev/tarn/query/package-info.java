/// Answering SQL over snapshots of datasets.
@NullMarked
package dev.tarn.query;

import org.jspecify.annotations.NullMarked;
