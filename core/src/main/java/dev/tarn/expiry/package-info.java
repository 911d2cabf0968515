/// Letting go of what a dataset's retention no longer keeps.
@NullMarked
package dev.tarn.expiry;

import org.jspecify.annotations.NullMarked;
