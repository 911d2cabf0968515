/// Datasets: names, definitions, schemas and how they may change.
@NullMarked
package dev.tarn.dataset;

import org.jspecify.annotations.NullMarked;
