/// Exports as jobs: what asks for them, what does them, and what starts those that are due.
@NullMarked
package dev.tarn.export.job;

import org.jspecify.annotations.NullMarked;
