/// Audits as jobs, and their reports as JSON.
@NullMarked
package dev.tarn.audit.work;

import org.jspecify.annotations.NullMarked;
