/// Exports unloaded by Athena. Tested against an imitation of Athena's protocol; it has not run
/// against AWS.
@NullMarked
package dev.tarn.export.athena;

import org.jspecify.annotations.NullMarked;
