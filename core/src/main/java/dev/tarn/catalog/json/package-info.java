/// What is answered about datasets, as JSON.
@NullMarked
package dev.tarn.catalog.json;

import org.jspecify.annotations.NullMarked;
