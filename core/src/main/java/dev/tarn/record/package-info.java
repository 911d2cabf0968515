/// Records: from untrusted text to a validated batch on a tape.
@NullMarked
package dev.tarn.record;

import org.jspecify.annotations.NullMarked;
