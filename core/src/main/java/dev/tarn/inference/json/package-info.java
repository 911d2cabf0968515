/// Proposals as JSON documents.
@NullMarked
package dev.tarn.inference.json;

import org.jspecify.annotations.NullMarked;
